/**
 * The header section: fields in, and what they say about framing and connection (RFC 9112 section 5 and 6).
 *
 * Names come out in lower case. A name that occurs again is joined to its first value by a comma (`cookie` by a
 * semicolon), except `set-cookie`, which becomes a list. There is one reading of a section, or none.
 */
import type { Head, HeadModel } from '../../events/head.js';
import { decimal, endOfValue, hasOption, isBlank, trimBlanks } from './characters.js';
import { badMessage, HttpFault } from './fault.js';
import { endOfName, fieldName, Role } from './field-names.js';
import { httpLimits } from './limits.js';

export interface Fields {
  readonly headers: Head;
  /** The value of Host; null where there is none. */
  host: string | null;
  /** -1 where there is none. */
  contentLength: number;
  chunked: boolean;
  /** `close` among the connection options. */
  close: boolean;
  /** `keep-alive` among the connection options. */
  keepAlive: boolean;
  expectContinue: boolean;
  /** The value of Upgrade in lower case; '' where there is none. */
  upgrade: string;
  /** The value of HTTP2-Settings, where Connection names it beside Upgrade; else null. */
  http2Settings: string | null;
}

/**
 * Reads the lines from `from` to `to`, which each end with CRLF; the empty line that ends the section follows. `text` is what `bytes` say from `start` on,
 * one character a byte: values are cut from it.
 */
export function readFields(bytes: Buffer, from: number, to: number, text: string, start: number, heads: HeadModel): Fields | HttpFault {
  const headers = heads.create();
  const fields: Fields = {
    headers,
    host: null,
    contentLength: -1,
    chunked: false,
    close: false,
    keepAlive: false,
    expectContinue: false,
    upgrade: '',
    http2Settings: null,
  };
  let count = 0;
  for (let at = from; at < to; ) {
    const nameEnd = endOfName(bytes, at);
    if (nameEnd === at || bytes[nameEnd] !== 58) return nameFault(bytes, at);
    const { name, role } = fieldName(bytes, at, nameEnd);
    let first = nameEnd + 1;
    while (isBlank(bytes[first])) first++;
    const end = endOfValue(bytes, first);
    if (bytes[end] !== 13 || bytes[end + 1] !== 10) return badMessage(`control characters in the field ${name}`);
    if (++count > httpLimits.fields) return new HttpFault(431, 'too many header fields');
    let last = end;
    while (last > first && isBlank(bytes[last - 1])) last--;
    const value = text.slice(first - start, last - start);
    const fault = note(fields, role, value);
    if (fault !== null) return fault;
    addField(headers, name, value, heads);
    at = end + 2;
  }
  dropNamed(fields);
  return fields;
}

function nameFault(bytes: Buffer, from: number): HttpFault {
  const colon = bytes.indexOf(58, from);
  const end = bytes.indexOf('\r\n', from, 'latin1');
  return badMessage(colon < 0 || colon > end ? 'a header line without a colon' : 'a field name that is no token');
}

/** Fields that nobody can declare to be meant for one hop only. */
const lasting: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'authorization', 'cookie', 'set-cookie', 'content-type', 'cache-control']);

/** What Connection names was meant for us alone (RFC 9110 section 7.6.1). */
function dropNamed(fields: Fields): void {
  const { headers } = fields;
  const options = headers.get('connection');
  if (typeof options !== 'string' || options === 'close' || options === 'keep-alive') return;
  for (const option of options.split(',')) {
    const name = trimBlanks(option).toLowerCase();
    if (name === 'http2-settings' && hasOption(options, 'upgrade')) fields.http2Settings = textOf(headers.get(name));
    if (!lasting.has(name)) headers.delete(name);
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Takes note of what a field says about framing and connection. */
function note(fields: Fields, role: Role, value: string): HttpFault | null {
  switch (role) {
    case Role.None:
      break;
    case Role.Host:
      if (fields.host !== null) return badMessage('more than one Host');
      fields.host = value;
      break;
    case Role.ContentLength:
      if (fields.contentLength >= 0) return badMessage('more than one Content-Length');
      fields.contentLength = decimal(value);
      if (fields.contentLength < 0) return badMessage('a Content-Length that is no number');
      break;
    case Role.TransferEncoding:
      if (fields.chunked || value.toLowerCase() !== 'chunked') return badMessage('a Transfer-Encoding other than chunked');
      fields.chunked = true;
      break;
    case Role.Connection:
      fields.close ||= hasOption(value, 'close');
      fields.keepAlive ||= hasOption(value, 'keep-alive');
      break;
    case Role.Expect:
      fields.expectContinue = value.toLowerCase() === '100-continue';
      break;
    case Role.Upgrade:
      fields.upgrade = value.toLowerCase();
      break;
  }
  return null;
}

/** Adds a field to those that came before it. */
export function addField(headers: Head, name: string, value: string, heads: HeadModel): void {
  const before = headers.get(name);
  if (before === undefined) {
    headers.set(name, value);
  } else if (name === 'set-cookie') {
    const list = heads.asList(before) ?? [before];
    headers.set(name, heads.list([...(list as string[]), value]));
  } else {
    headers.set(name, `${before as string}${name === 'cookie' ? '; ' : ', '}${value}`);
  }
}
