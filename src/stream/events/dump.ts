/**
 * Events as lines of text, as `dump` logs them: the name and what is special about it, then the bytes of
 * a Data in rows of sixteen.
 */
import type { Data } from '../bytes/data.js';
import type { Event } from './event.js';
import { streamErrors, streamErrorText } from './stream-error.js';

const rowSize = 16;
const rule = '-'.repeat(rowSize * 3 + 4 + rowSize);

/** Numbers of errors, which `dump` prints before their text; 0 is none. */
const errorCodes = Object.keys(streamErrors);

export function dumpEvent(event: Event): string[] {
  switch (event.kind) {
    case 'Data':
      return event.size === 0 ? ['Data Flush'] : [`Data [size=${event.size}]`, rule, ...rows(event), rule];
    case 'StreamEnd':
      if (event.error === '') return ['StreamEnd'];
      return [`StreamEnd [${errorCodes.indexOf(event.error) + 1}] ${streamErrorText(event.error)}`];
    default:
      return [event.kind];
  }
}

/** `48 69 … | Hi…`; the last row is filled up. */
function rows(data: Data): string[] {
  const bytes = data.toBuffer();
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += rowSize) {
    let hex = '';
    let text = '';
    for (const byte of bytes.subarray(at, at + rowSize)) {
      hex += (byte < 16 ? '0' : '') + byte.toString(16).toUpperCase() + ' ';
      text += byte < 0x20 || byte >= 0x7f ? '?' : String.fromCharCode(byte);
    }
    const missing = rowSize - text.length;
    lines.push(`${hex}${' - '.repeat(missing)} | ${text}${'.'.repeat(missing)}`);
  }
  return lines;
}
