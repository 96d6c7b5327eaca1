/**
 * Property escapes, `\p{…}`: the names that are known, and their sets of code points.
 *
 * The sets are read from the host's own Unicode data when they are first asked for, with expressions made of the
 * names that stand here: nothing of a script is ever in one or matched by one.
 */
import type { Ranges } from './regexp-node.js';
import { normalise } from './regexp-ranges.js';
import { scripts } from './regexp-script.js';

const categories: readonly string[] = [
  'C Other', 'Cc Control cntrl', 'Cf Format', 'Cn Unassigned', 'Co Private_Use', 'Cs Surrogate', 'L Letter', 'LC Cased_Letter', 'Ll Lowercase_Letter',
  'Lm Modifier_Letter', 'Lo Other_Letter', 'Lt Titlecase_Letter', 'Lu Uppercase_Letter', 'M Mark Combining_Mark', 'Mc Spacing_Mark',
  'Me Enclosing_Mark', 'Mn Nonspacing_Mark', 'N Number', 'Nd Decimal_Number digit', 'Nl Letter_Number', 'No Other_Number', 'P Punctuation punct',
  'Pc Connector_Punctuation', 'Pd Dash_Punctuation', 'Pe Close_Punctuation', 'Pf Final_Punctuation', 'Pi Initial_Punctuation', 'Po Other_Punctuation',
  'Ps Open_Punctuation', 'S Symbol', 'Sc Currency_Symbol', 'Sk Modifier_Symbol', 'Sm Math_Symbol', 'So Other_Symbol', 'Z Separator',
  'Zl Line_Separator', 'Zp Paragraph_Separator', 'Zs Space_Separator',
];

const properties: readonly string[] = [
  'ASCII', 'ASCII_Hex_Digit AHex', 'Alphabetic Alpha', 'Any', 'Assigned', 'Bidi_Control Bidi_C', 'Bidi_Mirrored Bidi_M', 'Case_Ignorable CI', 'Cased',
  'Changes_When_Casefolded CWCF', 'Changes_When_Casemapped CWCM', 'Changes_When_Lowercased CWL', 'Changes_When_NFKC_Casefolded CWKCF',
  'Changes_When_Titlecased CWT', 'Changes_When_Uppercased CWU', 'Dash', 'Default_Ignorable_Code_Point DI', 'Deprecated Dep', 'Diacritic Dia', 'Emoji',
  'Emoji_Component EComp', 'Emoji_Modifier EMod', 'Emoji_Modifier_Base EBase', 'Emoji_Presentation EPres', 'Extended_Pictographic ExtPict',
  'Extender Ext', 'Grapheme_Base Gr_Base', 'Grapheme_Extend Gr_Ext', 'Hex_Digit Hex', 'IDS_Binary_Operator IDSB', 'IDS_Trinary_Operator IDST',
  'ID_Continue IDC', 'ID_Start IDS', 'Ideographic Ideo', 'Join_Control Join_C', 'Logical_Order_Exception LOE', 'Lowercase Lower', 'Math',
  'Noncharacter_Code_Point NChar', 'Pattern_Syntax Pat_Syn', 'Pattern_White_Space Pat_WS', 'Quotation_Mark QMark', 'Radical', 'Regional_Indicator RI',
  'Sentence_Terminal STerm', 'Soft_Dotted SD', 'Terminal_Punctuation Term', 'Unified_Ideograph UIdeo', 'Uppercase Upper', 'Variation_Selector VS',
  'White_Space space', 'XID_Continue XIDC', 'XID_Start XIDS',
];

/** From what may stand between the braces to how the host is asked for it; made when the first is asked for. */
let known: ReadonlyMap<string, string> | null = null;

function knownNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const know = (rows: readonly string[], ...prefixes: readonly string[]): void => {
    for (const row of rows) {
      const same = row.split(' ');
      for (const prefix of prefixes) for (const name of same) names.set(prefix + name, prefixes[0] + same[0]);
    }
  };
  know(categories, 'gc=', 'General_Category=', '');
  know(properties, '');
  know(scripts, 'sc=', 'Script=');
  know(scripts, 'scx=', 'Script_Extensions=');
  return names;
}

const made = new Map<string, Ranges>();

/** The code points that have a property; undefined for a name that is not known. */
export function propertyRanges(name: string): Ranges | undefined {
  known ??= knownNames();
  const property = known.get(name);
  if (property === undefined) return undefined;
  let ranges = made.get(property);
  if (ranges === undefined) {
    ranges = readRanges(new RegExp(`\\p{${property}}+`, 'gu'));
    made.set(property, ranges);
  }
  return ranges;
}

/** Code points that are looked at together. */
const block = 4096;

/** Up to here, and in one block far beyond, code points differ from their neighbours. */
const firstSpans = 0x40000;
const tags = 0xe0000;

/**
 * Spans of code points that are alike in all that Unicode says of them: planes without a character, and those for
 * private use. The last two of each plane are no characters, and stand beside them.
 */
const spans: readonly (readonly [number, number])[] = Array.from({ length: 13 }, (_, index) => {
  const plane = firstSpans + (index << 16);
  return [plane === tags ? tags + block : plane, plane + 0xfffd] as const;
});

function readRanges(runs: RegExp): Ranges {
  const ranges: number[] = [];
  const readText = (first: number, last: number): void => {
    const units = last > 0xffff ? 2 : 1;
    for (const match of textFrom(first, last).matchAll(runs)) {
      const start = first + match.index / units;
      ranges.push(start, start + match[0].length / units - 1);
    }
  };
  for (let first = 0; first < firstSpans; first += block) {
    if (first !== 0xd000) readText(first, first + block - 1);
    else {
      // Side by side, the last high surrogate and the first low one would be one code point.
      readText(0xd000, 0xdbff);
      readText(0xdc00, 0xdfff);
    }
  }
  readText(tags, tags + block - 1);
  for (const [first, last] of spans) {
    if (textFrom(first, first).search(runs) === 0) ranges.push(first, last);
    readText(last + 1, last + 2);
  }
  return normalise(ranges);
}

/** A text of the code points from one to another. */
function textFrom(first: number, last: number): string {
  let text = '';
  for (let point = first; point <= last; point++) text += String.fromCodePoint(point);
  return text;
}
