/** From the bytes of a file to its text. */
import { codes, wording, type Code } from './codes.js';
import type { Diagnostic } from './diagnostic.js';
import { SourceFile } from './source-file.js';

/** The most bytes that a source text may have. */
export const maxSourceBytes = 1 << 20;

const strict = new TextDecoder('utf-8', { fatal: true });

/** Reads UTF-8, with or without a byte order mark, of at most `most` bytes; anything else is a finding. */
export function sourceFromBytes(name: string, bytes: Uint8Array, most = maxSourceBytes): SourceFile | Diagnostic {
  if (bytes.length > most) {
    const tooLarge = finding(new SourceFile(name, ''), 0, 'PJS111', String(bytes.length));
    return { ...tooLarge, hint: `it may have ${most.toLocaleString('en-US')}` };
  }
  try {
    return new SourceFile(name, strict.decode(bytes));
  } catch {
    const source = new SourceFile(name, new TextDecoder().decode(bytes));
    return finding(source, readableText(bytes).length, 'PJS110');
  }
}

function finding(source: SourceFile, start: number, code: Code, ...fill: string[]): Diagnostic {
  const { phase, hint } = codes[code];
  const message = wording(code, ...fill);
  return { code, severity: 'error', phase, message, source, span: { start, end: start + 1 }, ...(hint === undefined ? {} : { hint }) };
}

/** The text before the first character that is broken. */
function readableText(bytes: Uint8Array): string {
  let readable = 0;
  let unreadable = bytes.length;
  while (unreadable - readable > 1) {
    const middle = (readable + unreadable) >> 1;
    if (isReadable(bytes.subarray(0, middle))) readable = middle;
    else unreadable = middle;
  }
  // A last character that is cut is left out.
  return new TextDecoder().decode(bytes.subarray(0, readable), { stream: true });
}

/** Whether the bytes are UTF-8, but for a last character that may be cut. */
function isReadable(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
