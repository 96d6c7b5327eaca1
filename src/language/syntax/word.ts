/** The end of the word that begins at `start`: near enough to an identifier for messages. */
export function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isWordUnit(text.charCodeAt(end))) end++;
  return end;
}

/** Where the word begins that a text ends with; its end where it ends with none. */
export function wordStart(text: string): number {
  let start = text.length;
  while (start > 0 && isWordUnit(text.charCodeAt(start - 1))) start--;
  return start;
}

function isWordUnit(unit: number): boolean {
  const isLetter = (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
  const isDigit = unit >= 0x30 && unit <= 0x39;
  return isLetter || isDigit || unit === 0x5f || unit === 0x24 || unit >= 0xaa;
}
