/**
 * Property escapes, `\p{…}`: the names that are known, and their sets of code points.
 *
 * The sets are read once from the host's own Unicode data, with the expressions that stand here: nothing
 * of a script is ever in one or matched by one.
 */
import type { Ranges } from './regexp-node.js';
import { normalise } from './regexp-ranges.js';
import { scripts } from './regexp-script.js';

/** Names that mean the same, and what matches runs of it. */
type Rows = readonly (readonly [names: string, runs: RegExp])[];

const categories: Rows = [
  ['C Other', /\p{gc=C}+/gu], ['Cc Control cntrl', /\p{gc=Cc}+/gu], ['Cf Format', /\p{gc=Cf}+/gu],
  ['Cn Unassigned', /\p{gc=Cn}+/gu], ['Co Private_Use', /\p{gc=Co}+/gu], ['Cs Surrogate', /\p{gc=Cs}+/gu],
  ['L Letter', /\p{gc=L}+/gu], ['LC Cased_Letter', /\p{gc=LC}+/gu], ['Ll Lowercase_Letter', /\p{gc=Ll}+/gu],
  ['Lm Modifier_Letter', /\p{gc=Lm}+/gu], ['Lo Other_Letter', /\p{gc=Lo}+/gu], ['Lt Titlecase_Letter', /\p{gc=Lt}+/gu],
  ['Lu Uppercase_Letter', /\p{gc=Lu}+/gu], ['M Mark Combining_Mark', /\p{gc=M}+/gu], ['Mc Spacing_Mark', /\p{gc=Mc}+/gu],
  ['Me Enclosing_Mark', /\p{gc=Me}+/gu], ['Mn Nonspacing_Mark', /\p{gc=Mn}+/gu], ['N Number', /\p{gc=N}+/gu],
  ['Nd Decimal_Number digit', /\p{gc=Nd}+/gu], ['Nl Letter_Number', /\p{gc=Nl}+/gu], ['No Other_Number', /\p{gc=No}+/gu],
  ['P Punctuation punct', /\p{gc=P}+/gu], ['Pc Connector_Punctuation', /\p{gc=Pc}+/gu], ['Pd Dash_Punctuation', /\p{gc=Pd}+/gu],
  ['Pe Close_Punctuation', /\p{gc=Pe}+/gu], ['Pf Final_Punctuation', /\p{gc=Pf}+/gu], ['Pi Initial_Punctuation', /\p{gc=Pi}+/gu],
  ['Po Other_Punctuation', /\p{gc=Po}+/gu], ['Ps Open_Punctuation', /\p{gc=Ps}+/gu], ['S Symbol', /\p{gc=S}+/gu],
  ['Sc Currency_Symbol', /\p{gc=Sc}+/gu], ['Sk Modifier_Symbol', /\p{gc=Sk}+/gu], ['Sm Math_Symbol', /\p{gc=Sm}+/gu],
  ['So Other_Symbol', /\p{gc=So}+/gu], ['Z Separator', /\p{gc=Z}+/gu], ['Zl Line_Separator', /\p{gc=Zl}+/gu],
  ['Zp Paragraph_Separator', /\p{gc=Zp}+/gu], ['Zs Space_Separator', /\p{gc=Zs}+/gu],
];

const properties: Rows = [
  ['ASCII', /\p{ASCII}+/gu], ['ASCII_Hex_Digit AHex', /\p{ASCII_Hex_Digit}+/gu], ['Alphabetic Alpha', /\p{Alphabetic}+/gu],
  ['Any', /\p{Any}+/gu], ['Assigned', /\p{Assigned}+/gu], ['Bidi_Control Bidi_C', /\p{Bidi_Control}+/gu],
  ['Bidi_Mirrored Bidi_M', /\p{Bidi_Mirrored}+/gu], ['Case_Ignorable CI', /\p{Case_Ignorable}+/gu],
  ['Cased', /\p{Cased}+/gu], ['Changes_When_Casefolded CWCF', /\p{Changes_When_Casefolded}+/gu],
  ['Changes_When_Casemapped CWCM', /\p{Changes_When_Casemapped}+/gu],
  ['Changes_When_Lowercased CWL', /\p{Changes_When_Lowercased}+/gu],
  ['Changes_When_NFKC_Casefolded CWKCF', /\p{Changes_When_NFKC_Casefolded}+/gu],
  ['Changes_When_Titlecased CWT', /\p{Changes_When_Titlecased}+/gu],
  ['Changes_When_Uppercased CWU', /\p{Changes_When_Uppercased}+/gu], ['Dash', /\p{Dash}+/gu], ['Default_Ignorable_Code_Point DI', /\p{Default_Ignorable_Code_Point}+/gu], ['Deprecated Dep', /\p{Deprecated}+/gu],
  ['Diacritic Dia', /\p{Diacritic}+/gu], ['Emoji', /\p{Emoji}+/gu], ['Emoji_Component EComp', /\p{Emoji_Component}+/gu],
  ['Emoji_Modifier EMod', /\p{Emoji_Modifier}+/gu], ['Emoji_Modifier_Base EBase', /\p{Emoji_Modifier_Base}+/gu],
  ['Emoji_Presentation EPres', /\p{Emoji_Presentation}+/gu], ['Extended_Pictographic ExtPict', /\p{Extended_Pictographic}+/gu],
  ['Extender Ext', /\p{Extender}+/gu], ['Grapheme_Base Gr_Base', /\p{Grapheme_Base}+/gu],
  ['Grapheme_Extend Gr_Ext', /\p{Grapheme_Extend}+/gu], ['Hex_Digit Hex', /\p{Hex_Digit}+/gu],
  ['IDS_Binary_Operator IDSB', /\p{IDS_Binary_Operator}+/gu], ['IDS_Trinary_Operator IDST', /\p{IDS_Trinary_Operator}+/gu],
  ['ID_Continue IDC', /\p{ID_Continue}+/gu], ['ID_Start IDS', /\p{ID_Start}+/gu], ['Ideographic Ideo', /\p{Ideographic}+/gu],
  ['Join_Control Join_C', /\p{Join_Control}+/gu], ['Logical_Order_Exception LOE', /\p{Logical_Order_Exception}+/gu],
  ['Lowercase Lower', /\p{Lowercase}+/gu], ['Math', /\p{Math}+/gu],
  ['Noncharacter_Code_Point NChar', /\p{Noncharacter_Code_Point}+/gu], ['Pattern_Syntax Pat_Syn', /\p{Pattern_Syntax}+/gu],
  ['Pattern_White_Space Pat_WS', /\p{Pattern_White_Space}+/gu], ['Quotation_Mark QMark', /\p{Quotation_Mark}+/gu],
  ['Radical', /\p{Radical}+/gu], ['Regional_Indicator RI', /\p{Regional_Indicator}+/gu],
  ['Sentence_Terminal STerm', /\p{Sentence_Terminal}+/gu], ['Soft_Dotted SD', /\p{Soft_Dotted}+/gu],
  ['Terminal_Punctuation Term', /\p{Terminal_Punctuation}+/gu], ['Unified_Ideograph UIdeo', /\p{Unified_Ideograph}+/gu],
  ['Uppercase Upper', /\p{Uppercase}+/gu], ['Variation_Selector VS', /\p{Variation_Selector}+/gu],
  ['White_Space space', /\p{White_Space}+/gu], ['XID_Continue XIDC', /\p{XID_Continue}+/gu],
  ['XID_Start XIDS', /\p{XID_Start}+/gu],
];

/** From what stands between the braces to what matches runs of it. */
const known = new Map<string, RegExp>();

function know(rows: readonly (readonly [names: string, runs: RegExp, ...RegExp[]])[], ...prefixes: readonly string[]): void {
  for (const [names, runs] of rows) {
    for (const name of names.split(' ')) for (const prefix of prefixes) known.set(prefix + name, runs);
  }
}

know(categories, '', 'gc=', 'General_Category=');
know(properties, '');
know(scripts, 'sc=', 'Script=');
know(scripts.map(([names, , extended]) => [names, extended]), 'scx=', 'Script_Extensions=');

const made = new Map<RegExp, Ranges>();

/** The code points that have a property; undefined for a name that is not known. */
export function propertyRanges(name: string): Ranges | undefined {
  const runs = known.get(name);
  if (runs === undefined) return undefined;
  let ranges = made.get(runs);
  if (ranges === undefined) {
    ranges = readRanges(runs);
    made.set(runs, ranges);
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
