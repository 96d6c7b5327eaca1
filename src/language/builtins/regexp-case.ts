/** Flag `i`: which code points stand for the same letter (ECMA-262 22.2.2.7.3 Canonicalize). */

/** What `code` is compared as. With flag `u` Unicode's simple case folding decides, else upper case. */
export function canonical(code: number, unicode: boolean): number {
  if (code < 0x80) return code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
  const text = String.fromCodePoint(code);
  if (unicode) return single(single(text, 'toLowerCase'), 'toUpperCase').codePointAt(0)!;
  const upper = single(text, 'toUpperCase').codePointAt(0)!;
  return upper < 0x80 ? code : upper;
}

/** `text` in another case, unless that takes more than one code point. */
function single(text: string, change: 'toLowerCase' | 'toUpperCase'): string {
  const changed = text[change]();
  return changed.length === (changed.codePointAt(0)! > 0xffff ? 2 : 1) ? changed : text;
}

/** All code points that are compared as `code` is, in a table that is made when it is first needed. */
export function variants(code: number, unicode: boolean): readonly number[] {
  const table = (tables[unicode ? 1 : 0] ??= makeTable(unicode));
  return table.get(canonical(code, unicode)) ?? [code];
}

const tables: [VariantTable | null, VariantTable | null] = [null, null];

type VariantTable = ReadonlyMap<number, readonly number[]>;

/** Letters with case end with Adlam. */
const lastCased = 0x1e943;

function makeTable(unicode: boolean): VariantTable {
  const table = new Map<number, number[]>();
  for (let code = 0; code <= lastCased; code++) {
    // Ideographs and syllables have no case.
    if (code === 0x2e80) code = 0xa640;
    if (code === 0xac00) code = 0xfb00;
    const key = canonical(code, unicode);
    if (key === code) continue;
    const group = table.get(key);
    if (group === undefined) table.set(key, [key, code]);
    else group.push(code);
  }
  return table;
}
