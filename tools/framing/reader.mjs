/**
 * A strict reader of HTTP/1 (RFC 9112) that shares nothing with the one in `src`: it takes all the bytes of a connection,
 * and either knows where each message ends or refuses. Texts are one byte a character.
 */

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const requestLine = new RegExp(`^(${token}) ([\\x21-\\x7e\\x80-\\xff]+) HTTP/1\\.([01])$`);
const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const fieldLine = new RegExp(`^(${token}):[ \\t]*((?:[\\x21-\\x7e\\x80-\\xff](?:[\\t\\x20-\\x7e\\x80-\\xff]*[\\x21-\\x7e\\x80-\\xff])?)?)[ \\t]*$`);
const chunkLine = /^(0*[0-9A-Fa-f]{1,13})((?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?)$/;
const hostValue = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+;=%-]*)(?::(\d{0,5}))?$/;

/** What one message may take. */
const limits = { startLine: 16_384, head: 65_536, fields: 256, chunkLine: 1024, trailers: 16_384 };
const noLimits = { startLine: Infinity, head: Infinity, fields: Infinity, chunkLine: Infinity, trailers: Infinity };

class Refusal extends Error {}
class Partial extends Error {}

function refuse(why) {
  throw new Refusal(why);
}

/** Lines that end with CRLF, and bodies, from a place that moves on. */
class Bytes {
  at = 0;

  constructor(text, most) {
    this.text = text;
    this.most = most;
  }

  get ended() {
    return this.at === this.text.length;
  }

  line(limit, what) {
    const end = this.text.indexOf('\n', this.at);
    if ((end < 0 ? this.text.length : end) - this.at > limit) refuse(`${what} too long`);
    if (end < 0) throw new Partial();
    if (end === this.at || this.text[end - 1] !== '\r') refuse('a line that ends with LF alone');
    const line = this.text.slice(this.at, end - 1);
    if (line.includes('\r')) refuse('a CR alone');
    this.at = end + 1;
    return line;
  }

  take(length) {
    if (this.text.length - this.at < length) throw new Partial();
    this.at += length;
    return this.text.slice(this.at - length, this.at);
  }
}

/** Names in lower case, with the list of their values. */
function readFields(bytes, limit, count) {
  const fields = new Map();
  const from = bytes.at;
  for (let line = bytes.line(limit, 'a section'); line !== ''; line = bytes.line(limit - (bytes.at - from), 'a section')) {
    const match = fieldLine.exec(line);
    if (match === null) refuse(`no field: ${JSON.stringify(line.slice(0, 40))}`);
    const name = match[1].toLowerCase();
    fields.set(name, [...(fields.get(name) ?? []), match[2]]);
    if (--count < 0) refuse('too many fields');
  }
  return fields;
}

/** How the body is delimited: a length, `chunked`, or null where nothing says so. */
function framingOf(fields, minor) {
  const lengths = fields.get('content-length') ?? [];
  const codings = fields.get('transfer-encoding') ?? [];
  if (codings.length > 0) {
    if (lengths.length > 0) refuse('a length and a coding');
    if (minor === '0') refuse('a coding in HTTP/1.0');
    if (codings.length > 1 || codings[0].toLowerCase() !== 'chunked') refuse('another coding');
    return 'chunked';
  }
  if (lengths.length === 0) return null;
  if (lengths.length > 1) refuse('two lengths');
  if (!/^\d+$/.test(lengths[0]) || !Number.isSafeInteger(Number(lengths[0]))) refuse('a length that is no number');
  return Number(lengths[0]);
}

function readChunks(bytes) {
  const { most } = bytes;
  let body = '';
  for (;;) {
    const match = chunkLine.exec(bytes.line(most.chunkLine, 'a chunk line'));
    if (match === null) refuse('no chunk size');
    const size = parseInt(match[1], 16);
    if (size === 0) break;
    body += bytes.take(size);
    // What stands there already shows that it is not the end of the chunk.
    if (!'\r\n'.startsWith(bytes.text.slice(bytes.at, bytes.at + 2))) refuse('a chunk that does not end where its size says');
    bytes.take(2);
  }
  readFields(bytes, most.trailers, most.fields);
  return body;
}

function checkTarget(method, target, fields, minor) {
  const hosts = fields.get('host') ?? [];
  if (hosts.length > 1 || (hosts.length === 0 && minor === '1')) refuse('not one Host');
  const isHost = (text) => {
    const match = hostValue.exec(text);
    return match !== null && Number(match[2] ?? 0) < 65_536;
  };
  if (hosts.length === 1 && !isHost(hosts[0])) refuse('a Host that is none');
  if (method === 'CONNECT') {
    if (fields.has('content-length') || fields.has('transfer-encoding')) refuse('CONNECT with a body');
    if (!isHost(target) || !/[^:]:\d+$/.test(target)) refuse('no host and port');
    return;
  }
  if (target.startsWith('/')) return;
  if (target === '*') {
    if (method !== 'OPTIONS') refuse('* of another method');
    return;
  }
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]+)/.exec(target)?.[1];
  if (authority === undefined || !isHost(authority)) refuse('a target that is none');
  if (hosts.length === 1 && hosts[0].toLowerCase() !== authority.toLowerCase()) refuse('two hosts');
}

const beginning = new RegExp(`^(${token}|\\r|$)`);

function startLine(bytes) {
  if (!beginning.test(bytes.text.slice(bytes.at, bytes.at + 1))) refuse('no request');
  // How many empty lines stand before it changes nothing.
  for (;;) {
    const line = bytes.line(bytes.most.startLine, 'the start line');
    if (line !== '') return line;
  }
}

function readRequest(bytes, addressed) {
  const { most } = bytes;
  const from = bytes.at;
  const match = requestLine.exec(startLine(bytes));
  if (match === null) refuse('no request line');
  const [, method, target, minor] = match;
  const fields = readFields(bytes, most.head - (bytes.at - from), most.fields);
  if (addressed) checkTarget(method, target, fields, minor);
  const framing = framingOf(fields, minor);
  const body = framing === 'chunked' ? readChunks(bytes) : bytes.take(framing ?? 0);
  const options = (fields.get('connection') ?? []).join(',').toLowerCase().split(/[ \t]*,[ \t]*/);
  return { method, target, body, last: options.includes('close') || (minor === '0' && !options.includes('keep-alive')) };
}

function readResponse(bytes, method, closed) {
  const { most } = bytes;
  const match = statusLine.exec(startLine(bytes));
  if (match === null) refuse('no status line');
  const [, minor, code] = match;
  const status = Number(code);
  const fields = readFields(bytes, most.head, most.fields);
  const framing = framingOf(fields, minor);
  const own = !fields.has('x-origin');
  if (status === 101) refuse('a switch that nobody asked for');
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { status, body: '', own };
  if (framing === 'chunked') return { status, body: readChunks(bytes), own };
  if (framing === null && !closed) throw new Partial();
  return { status, body: bytes.take(framing ?? bytes.text.length - bytes.at), own };
}

/** Reads on with `next` until it says so: the messages, and whether it ended `done`, `partial` or `refused`. */
function readAll(bytes, next) {
  const messages = [];
  let end = 'done';
  let why = '';
  try {
    while (!bytes.ended) if (!next(bytes, messages)) break;
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Partial)) throw error;
    end = error instanceof Partial ? 'partial' : 'refused';
    why = error.message;
  }
  return { messages, end, why };
}

/** The requests on a connection. Of those that were `forwarded`, neither their size nor whom they are for is looked at. */
export function readRequests(text, { forwarded = false } = {}) {
  return readAll(new Bytes(text, forwarded ? noLimits : limits), (bytes, messages) => {
    if (/^(\r\n)+$/.test(bytes.text.slice(bytes.at))) return false;
    const message = readRequest(bytes, !forwarded);
    messages.push(message);
    return !message.last;
  });
}

/** The final responses to requests of these methods; those beyond are not read. */
export function readResponses(text, methods, closed, { forwarded = false } = {}) {
  return readAll(new Bytes(text, forwarded ? noLimits : limits), (bytes, messages) => {
    if (messages.length === methods.length) return false;
    const message = readResponse(bytes, methods[messages.length], closed);
    if (message.status >= 200) messages.push(message);
    return true;
  });
}
