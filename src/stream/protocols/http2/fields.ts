/**
 * Header lists as heads, and back (RFC 9113 section 8.2 and 8.3).
 *
 * There is one reading of a list, or none: what would be read otherwise by whoever speaks HTTP/1 behind us is
 * malformed. Of what a script says about framing and connection nothing is believed.
 */
import type { Head, HeadModel } from '../../events/head.js';
import { blankControls, decimal, escapeTarget, isFieldValue, isHost, isTarget, isToken, trimBlanks } from '../http1/characters.js';
import { addField } from '../http1/fields.js';
import { malformed, type Http2Fault } from './codes.js';
import type { Field } from './field-table.js';

export interface RequestBlock {
  readonly head: Head;
  readonly method: string;
  /** The body's length, where it is told; else -1. */
  readonly length: number;
  /** The client waits for a response of status 100 before it sends the body. */
  readonly expectContinue: boolean;
}

export interface ResponseBlock {
  readonly head: Head;
  readonly status: number;
  readonly length: number;
}

interface Block {
  readonly pseudo: Map<string, string>;
  readonly headers: Head;
  length: number;
  host: string | null;
}

const ofRequests: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path']);
const ofResponses: ReadonlySet<string> = new Set([':status']);
const ofTrailers: ReadonlySet<string> = new Set();

/** Fields that tell of a connection of HTTP/1, and have no meaning here. */
const ofConnections: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'http2-settings']);

export function readRequest(fields: readonly Field[], heads: HeadModel): RequestBlock | Http2Fault {
  const block = readBlock(fields, ofRequests, heads);
  if (!('pseudo' in block)) return block;
  const { pseudo, headers, length, host } = block;
  const method = pseudo.get(':method');
  const scheme = pseudo.get(':scheme');
  const path = pseudo.get(':path');
  const authority = pseudo.get(':authority') ?? host;
  if (method === undefined || !isToken(method)) return malformed('no :method');
  if (authority === null || authority === '' || !isHost(authority)) return malformed('no :authority that is one');
  if (host !== null && host.toLowerCase() !== authority.toLowerCase()) return malformed('Host and :authority disagree');
  const fault = method === 'CONNECT' ? connectFault(scheme, path, authority) : targetFault(method, scheme, path);
  if (fault !== null) return fault;
  const all = heads.create();
  all.set('host', authority);
  headers.each((name, value) => all.set(name, value));
  const head = method === 'CONNECT' ? heads.record({ method, authority, path: authority, headers: all }) : heads.record({ method, scheme, authority, path, headers: all });
  return { head, method, length, expectContinue: heads.text(headers.get('expect'))?.toLowerCase() === '100-continue' };
}

function targetFault(method: string, scheme: string | undefined, path: string | undefined): Http2Fault | null {
  if (scheme === undefined || !isToken(scheme)) return malformed('no :scheme');
  if (path === undefined || !isTarget(path)) return malformed('no :path that is one');
  return path.startsWith('/') || (path === '*' && method === 'OPTIONS') ? null : malformed('no :path that is one');
}

function connectFault(scheme: string | undefined, path: string | undefined, authority: string): Http2Fault | null {
  if (scheme !== undefined || path !== undefined) return malformed('CONNECT with :scheme or :path');
  return /:\d+$/.test(authority) ? null : malformed('CONNECT without host and port');
}

export function readResponse(fields: readonly Field[], heads: HeadModel): ResponseBlock | Http2Fault {
  const block = readBlock(fields, ofResponses, heads);
  if (!('pseudo' in block)) return block;
  const text = block.pseudo.get(':status') ?? '';
  const status = text.length === 3 ? decimal(text) : -1;
  // Nothing can be switched to from here.
  if (status < 100 || status === 101) return malformed('no :status that is one');
  return { head: heads.record({ status, headers: block.headers }), status, length: block.length };
}

export function readTrailers(fields: readonly Field[], heads: HeadModel): Head | Http2Fault {
  const block = readBlock(fields, ofTrailers, heads);
  return 'pseudo' in block ? block.headers : block;
}

function readBlock(fields: readonly Field[], known: ReadonlySet<string>, heads: HeadModel): Block | Http2Fault {
  const block: Block = { pseudo: new Map(), headers: heads.create(), length: -1, host: null };
  let regular = false;
  for (const { name, value } of fields) {
    if (!isFieldValue(value) || isBlank(value, 0) || isBlank(value, value.length - 1)) return malformed('a field value that is none');
    if (name.startsWith(':')) {
      if (regular || !known.has(name) || block.pseudo.has(name)) return malformed(`${isToken(name.slice(1)) ? name : 'a pseudo-header'} where it may not be`);
      block.pseudo.set(name, value);
      continue;
    }
    regular = true;
    if (!isLowerToken(name)) return malformed('a field name that is none');
    const fault = note(block, name, value);
    if (fault !== null) return fault;
    if (name !== 'host') addField(block.headers, name, value, heads);
  }
  return block;
}

function note(block: Block, name: string, value: string): Http2Fault | null {
  if (ofConnections.has(name) || (name === 'te' && value.toLowerCase() !== 'trailers')) return malformed(`${name}, which is of HTTP/1`);
  if (name === 'host') {
    if (block.host !== null) return malformed('more than one Host');
    block.host = value;
  } else if (name === 'content-length') {
    if (block.length >= 0) return malformed('more than one Content-Length');
    block.length = decimal(value);
    if (block.length < 0) return malformed('a Content-Length that is no number');
  }
  return null;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

function isLowerToken(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 65 && code <= 90) return false;
  }
  return isToken(text);
}

/** The header list of a request; `length` is that of its body where it is known and worth telling, else -1. */
export function requestFields(head: Head | null, heads: HeadModel, length: number): Field[] {
  const headers = heads.asHead(head?.get('headers'));
  const given = heads.text(head?.get('method')) ?? 'GET';
  const method = isToken(given) ? given : 'GET';
  const target = heads.text(head?.get('path')) ?? '';
  const absolute = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/i.exec(target);
  const authority = heads.text(head?.get('authority')) ?? heads.text(headers?.get('host')) ?? absolute?.[2] ?? '';
  const host = isHost(authority) ? authority : '';
  const fields: Field[] = [{ name: ':method', value: method }];
  if (method === 'CONNECT') {
    fields.push({ name: ':authority', value: isHost(target) && target !== '' ? target : host });
  } else {
    const scheme = heads.text(head?.get('scheme')) ?? absolute?.[1] ?? 'http';
    const path = absolute?.[3] ?? target;
    fields.push({ name: ':scheme', value: isToken(scheme) ? scheme : 'http' });
    if (host !== '') fields.push({ name: ':authority', value: host });
    fields.push({ name: ':path', value: pathOf(path, method) });
  }
  return addHeaders(fields, headers, heads, length);
}

function pathOf(path: string, method: string): string {
  if (path === '*' && method === 'OPTIONS') return path;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return bytesOf(isTarget(rooted) ? rooted : escapeTarget(rooted));
}

/** The header list of a response. */
export function responseFields(status: number, head: Head | null, heads: HeadModel, length: number): Field[] {
  return addHeaders([{ name: ':status', value: String(status) }], heads.asHead(head?.get('headers')), heads, length);
}

export function trailerFields(trailers: Head, heads: HeadModel): Field[] {
  return addHeaders([], trailers, heads, -1);
}

function addHeaders(fields: Field[], headers: Head | null, heads: HeadModel, length: number): Field[] {
  headers?.each((given, value) => {
    const name = given.toLowerCase();
    if (!isToken(name) || ofConnections.has(name) || name === 'host' || name === 'content-length') return;
    if (name === 'te' && heads.text(value) !== 'trailers') return;
    for (const item of heads.asList(value) ?? [value]) {
      const text = heads.text(item);
      if (text !== null) fields.push({ name, value: bytesOf(trimBlanks(isFieldValue(text) ? text : blankControls(text))) });
    }
  });
  if (length >= 0) fields.push({ name: 'content-length', value: String(length) });
  return fields;
}

/** One byte a character, as decoders read it; a text that does not fit is UTF-8. */
function bytesOf(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return Buffer.from(text).toString('latin1');
  return text;
}
