/**
 * The header section: fields in, and what they say about framing and connection (RFC 9112 section 5 and 6).
 *
 * Names come out in lower case. A name that occurs again is joined to its first value by a comma (`cookie` by a
 * semicolon), except `set-cookie`, which becomes a list. There is one reading of a section, or none.
 */
import type { Head, HeadModel } from '../../events/head.js';
import { hasOption, isFieldValue, isToken, decimal, trimBlanks } from './characters.js';
import { badMessage, HttpFault } from './fault.js';
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

/** Reads `text` from `from`: lines that each end with CRLF, without the empty line that ends the section. */
export function readFields(text: string, from: number, heads: HeadModel): Fields | HttpFault {
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
  for (let start = from; start < text.length; ) {
    const end = text.indexOf('\r\n', start);
    const colon = text.indexOf(':', start);
    if (colon < 0 || colon > end) return badMessage('a header line without a colon');
    const name = fieldName(text.slice(start, colon));
    if (name === null) return badMessage('a field name that is no token');
    const value = trimBlanks(text.slice(colon + 1, end));
    if (!isFieldValue(value)) return badMessage(`control characters in the field ${name}`);
    if (++count > httpLimits.fields) return new HttpFault(431, 'too many header fields');
    const fault = note(fields, name, value) ?? addField(headers, name, value, heads);
    if (fault !== null) return fault;
    start = end + 2;
  }
  dropNamed(fields);
  return fields;
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

/** Lower-case names by how they are written, so that the usual ones are checked and converted once. */
const knownNames = new Map<string, string>();
const maxKnownNames = 256;

function fieldName(written: string): string | null {
  const known = knownNames.get(written);
  if (known !== undefined) return known;
  if (!isToken(written)) return null;
  const name = written.toLowerCase();
  if (knownNames.size < maxKnownNames && written.length < 32) knownNames.set(written, name);
  return name;
}

/** Takes note of what a field says about framing and connection. */
function note(fields: Fields, name: string, value: string): HttpFault | null {
  switch (name) {
    case 'host':
      if (fields.host !== null) return badMessage('more than one Host');
      fields.host = value;
      break;
    case 'content-length':
      if (fields.contentLength >= 0) return badMessage('more than one Content-Length');
      fields.contentLength = decimal(value);
      if (fields.contentLength < 0) return badMessage('a Content-Length that is no number');
      break;
    case 'transfer-encoding':
      if (fields.chunked || value.toLowerCase() !== 'chunked') return badMessage('a Transfer-Encoding other than chunked');
      fields.chunked = true;
      break;
    case 'connection':
      fields.close ||= hasOption(value, 'close');
      fields.keepAlive ||= hasOption(value, 'keep-alive');
      break;
    case 'expect':
      fields.expectContinue = value.toLowerCase() === '100-continue';
      break;
    case 'upgrade':
      fields.upgrade = value.toLowerCase();
      break;
  }
  return null;
}

/** Adds a field to those that came before it. */
export function addField(headers: Head, name: string, value: string, heads: HeadModel): null {
  const before = headers.get(name);
  if (before === undefined) {
    headers.set(name, value);
  } else if (name === 'set-cookie') {
    const list = heads.asList(before) ?? [before];
    headers.set(name, heads.list([...(list as string[]), value]));
  } else {
    headers.set(name, `${before as string}${name === 'cookie' ? '; ' : ', '}${value}`);
  }
  return null;
}
