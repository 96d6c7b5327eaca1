/**
 * The cases of `cases/`. Each has a `name`, its `bytes` (a text of one byte a character, or a list of texts and of `[text, times]`),
 * and its `reading`: what a strict reader makes of it.
 *
 * The reading of requests is a list of `METHOD target body`, which ends with `refused`, or with `partial` where more would have to come.
 * That of a response is `STATUS body` or `refused`; `method` is what was asked with, and with `close` the origin ends the connection.
 * With `either`, it may be refused as well: standards allow both. What is refused for its size alone says `limit`; whoever has another
 * one may forward it. Where a request asks for an `upgrade`, some never take what follows for a request.
 */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('cases/', import.meta.url);

const bytesOf = (bytes) => (typeof bytes === 'string' ? bytes : bytes.map((part) => (typeof part === 'string' ? part : part[0].repeat(part[1]))).join(''));

/** All cases, in the order of their files. Files of responses are named so. */
export const cases = readdirSync(folder)
  .sort()
  .flatMap((file) => {
    const group = file.replace('.json', '');
    const kind = group.startsWith('response') ? 'response' : 'request';
    return JSON.parse(readFileSync(new URL(file, folder), 'utf8')).map((row) => ({ method: 'GET', close: false, either: false, limit: false, upgrade: false, ...row, group, kind, bytes: bytesOf(row.bytes) }));
  });

/** `METHOD target body` of a request: of its target only what follows the authority. */
export function lineOf({ method, target, body }) {
  const path = target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '') || '/';
  return `${method} ${path}${body === '' ? '' : ` ${body}`}`;
}

export function statusAndBody({ status, body }) {
  return `${status}${body === '' ? '' : ` ${body}`}`;
}
