/** Sizes and times as Pipy writes them: `'256k'` (1024-based k, m, g, t) and `'1.5s'` `'1m'` `'2h'` `'1d'`. */

type Suffixes = ReadonlyMap<string, number>;

const sizeSuffixes: Suffixes = new Map([['', 1], ['k', 1024], ['m', 1024 ** 2], ['g', 1024 ** 3], ['t', 1024 ** 4]]);
const timeSuffixes: Suffixes = new Map([['', 1], ['s', 1], ['m', 60], ['h', 3600], ['d', 86400]]);

/** Bytes, or NaN when `text` is no size. */
export function parseSize(text: string): number {
  return scaled(text, sizeSuffixes, false);
}

/** Seconds, or NaN when `text` is no time. */
export function parseSeconds(text: string): number {
  return scaled(text, timeSuffixes, true);
}

function scaled(text: string, suffixes: Suffixes, fractions: boolean): number {
  const trimmed = text.trim();
  let end = 0;
  let points = 0;
  while (end < trimmed.length) {
    const char = trimmed.charAt(end);
    if (char === '.' && fractions && points === 0) points++;
    else if (char < '0' || char > '9') break;
    end++;
  }
  if (end === points) return NaN;
  const scale = suffixes.get(trimmed.slice(end).toLowerCase());
  return scale === undefined ? NaN : Number(trimmed.slice(0, end)) * scale;
}
