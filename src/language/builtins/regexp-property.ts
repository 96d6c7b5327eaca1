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

const block = 4096;

function readRanges(runs: RegExp): Ranges {
  const ranges: number[] = [];
  for (let first = 0; first <= 0x10ffff; first += block) {
    const units = first > 0xffff ? 2 : 1;
    // Side by side, the last high surrogate and the first low one would be one code point.
    const parts = first === 0xd000 ? [[0xd000, 0xdbff], [0xdc00, 0xdfff]] : [[first, first + block - 1]];
    for (const [from, to] of parts as [number, number][]) {
      const text = String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
      for (const match of text.matchAll(runs)) {
        const start = from + match.index / units;
        ranges.push(start, start + match[0].length / units - 1);
      }
    }
  }
  return normalise(ranges);
}
