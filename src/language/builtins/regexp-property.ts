/**
 * Property escapes, `\p{…}`: the names that are known, and their sets of code points.
 *
 * The sets are read once from the host's own Unicode data, with the expressions that stand here: nothing
 * of a script is ever in one or matched by one.
 */
import type { Ranges } from './regexp-node.js';
import { normalise } from './regexp-ranges.js';

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
  ['Any', /\p{Any}+/gu], ['Assigned', /\p{Assigned}+/gu], ['Case_Ignorable CI', /\p{Case_Ignorable}+/gu],
  ['Cased', /\p{Cased}+/gu], ['Dash', /\p{Dash}+/gu], ['Default_Ignorable_Code_Point DI', /\p{Default_Ignorable_Code_Point}+/gu],
  ['Diacritic Dia', /\p{Diacritic}+/gu], ['Emoji', /\p{Emoji}+/gu], ['Emoji_Component EComp', /\p{Emoji_Component}+/gu],
  ['Emoji_Modifier EMod', /\p{Emoji_Modifier}+/gu], ['Emoji_Modifier_Base EBase', /\p{Emoji_Modifier_Base}+/gu],
  ['Emoji_Presentation EPres', /\p{Emoji_Presentation}+/gu], ['Extended_Pictographic ExtPict', /\p{Extended_Pictographic}+/gu],
  ['Extender Ext', /\p{Extender}+/gu], ['Grapheme_Base Gr_Base', /\p{Grapheme_Base}+/gu],
  ['Grapheme_Extend Gr_Ext', /\p{Grapheme_Extend}+/gu], ['Hex_Digit Hex', /\p{Hex_Digit}+/gu],
  ['ID_Continue IDC', /\p{ID_Continue}+/gu], ['ID_Start IDS', /\p{ID_Start}+/gu], ['Ideographic Ideo', /\p{Ideographic}+/gu],
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

const scripts: Rows = [
  ['Arabic Arab', /\p{sc=Arabic}+/gu], ['Armenian Armn', /\p{sc=Armenian}+/gu], ['Bengali Beng', /\p{sc=Bengali}+/gu],
  ['Bopomofo Bopo', /\p{sc=Bopomofo}+/gu], ['Braille Brai', /\p{sc=Braille}+/gu], ['Cherokee Cher', /\p{sc=Cherokee}+/gu],
  ['Common Zyyy', /\p{sc=Common}+/gu], ['Coptic Copt', /\p{sc=Coptic}+/gu], ['Cyrillic Cyrl', /\p{sc=Cyrillic}+/gu],
  ['Devanagari Deva', /\p{sc=Devanagari}+/gu], ['Ethiopic Ethi', /\p{sc=Ethiopic}+/gu], ['Georgian Geor', /\p{sc=Georgian}+/gu],
  ['Gothic Goth', /\p{sc=Gothic}+/gu], ['Greek Grek', /\p{sc=Greek}+/gu], ['Gujarati Gujr', /\p{sc=Gujarati}+/gu],
  ['Gurmukhi Guru', /\p{sc=Gurmukhi}+/gu], ['Han Hani', /\p{sc=Han}+/gu], ['Hangul Hang', /\p{sc=Hangul}+/gu],
  ['Hebrew Hebr', /\p{sc=Hebrew}+/gu], ['Hiragana Hira', /\p{sc=Hiragana}+/gu], ['Inherited Zinh', /\p{sc=Inherited}+/gu],
  ['Kannada Knda', /\p{sc=Kannada}+/gu], ['Katakana Kana', /\p{sc=Katakana}+/gu], ['Khmer Khmr', /\p{sc=Khmer}+/gu],
  ['Lao Laoo', /\p{sc=Lao}+/gu], ['Latin Latn', /\p{sc=Latin}+/gu], ['Malayalam Mlym', /\p{sc=Malayalam}+/gu],
  ['Mongolian Mong', /\p{sc=Mongolian}+/gu], ['Myanmar Mymr', /\p{sc=Myanmar}+/gu], ['Ogham Ogam', /\p{sc=Ogham}+/gu],
  ['Oriya Orya', /\p{sc=Oriya}+/gu], ['Runic Runr', /\p{sc=Runic}+/gu], ['Sinhala Sinh', /\p{sc=Sinhala}+/gu],
  ['Syriac Syrc', /\p{sc=Syriac}+/gu], ['Tamil Taml', /\p{sc=Tamil}+/gu], ['Telugu Telu', /\p{sc=Telugu}+/gu],
  ['Thaana Thaa', /\p{sc=Thaana}+/gu], ['Thai', /\p{sc=Thai}+/gu], ['Tibetan Tibt', /\p{sc=Tibetan}+/gu],
];

const extensions: Rows = [
  ['Arabic Arab', /\p{scx=Arabic}+/gu], ['Armenian Armn', /\p{scx=Armenian}+/gu], ['Bengali Beng', /\p{scx=Bengali}+/gu],
  ['Bopomofo Bopo', /\p{scx=Bopomofo}+/gu], ['Braille Brai', /\p{scx=Braille}+/gu], ['Cherokee Cher', /\p{scx=Cherokee}+/gu],
  ['Common Zyyy', /\p{scx=Common}+/gu], ['Coptic Copt', /\p{scx=Coptic}+/gu], ['Cyrillic Cyrl', /\p{scx=Cyrillic}+/gu],
  ['Devanagari Deva', /\p{scx=Devanagari}+/gu], ['Ethiopic Ethi', /\p{scx=Ethiopic}+/gu],
  ['Georgian Geor', /\p{scx=Georgian}+/gu], ['Gothic Goth', /\p{scx=Gothic}+/gu], ['Greek Grek', /\p{scx=Greek}+/gu],
  ['Gujarati Gujr', /\p{scx=Gujarati}+/gu], ['Gurmukhi Guru', /\p{scx=Gurmukhi}+/gu], ['Han Hani', /\p{scx=Han}+/gu],
  ['Hangul Hang', /\p{scx=Hangul}+/gu], ['Hebrew Hebr', /\p{scx=Hebrew}+/gu], ['Hiragana Hira', /\p{scx=Hiragana}+/gu],
  ['Inherited Zinh', /\p{scx=Inherited}+/gu], ['Kannada Knda', /\p{scx=Kannada}+/gu], ['Katakana Kana', /\p{scx=Katakana}+/gu],
  ['Khmer Khmr', /\p{scx=Khmer}+/gu], ['Lao Laoo', /\p{scx=Lao}+/gu], ['Latin Latn', /\p{scx=Latin}+/gu],
  ['Malayalam Mlym', /\p{scx=Malayalam}+/gu], ['Mongolian Mong', /\p{scx=Mongolian}+/gu], ['Myanmar Mymr', /\p{scx=Myanmar}+/gu],
  ['Ogham Ogam', /\p{scx=Ogham}+/gu], ['Oriya Orya', /\p{scx=Oriya}+/gu], ['Runic Runr', /\p{scx=Runic}+/gu],
  ['Sinhala Sinh', /\p{scx=Sinhala}+/gu], ['Syriac Syrc', /\p{scx=Syriac}+/gu], ['Tamil Taml', /\p{scx=Tamil}+/gu],
  ['Telugu Telu', /\p{scx=Telugu}+/gu], ['Thaana Thaa', /\p{scx=Thaana}+/gu], ['Thai', /\p{scx=Thai}+/gu],
  ['Tibetan Tibt', /\p{scx=Tibetan}+/gu],
];

/** From what stands between the braces to what matches runs of it. */
const known = new Map<string, RegExp>();

function know(rows: Rows, ...prefixes: readonly string[]): void {
  for (const [names, runs] of rows) {
    for (const name of names.split(' ')) for (const prefix of prefixes) known.set(prefix + name, runs);
  }
}

know(categories, '', 'gc=', 'General_Category=');
know(properties, '');
know(scripts, 'sc=', 'Script=');
know(extensions, 'scx=', 'Script_Extensions=');

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
