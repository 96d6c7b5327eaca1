/** The only place that draws a caret: a finding or an error as a person reads it. */
import { eastAsianWidth } from 'get-east-asian-width';
import type { Severity } from './diagnostic.js';
import type { SourceFile } from './source-file.js';
import type { Span } from './span.js';

export interface CodeFrame {
  /** Such as `PJS301`, or the code of a limit. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: SourceFile;
  readonly span: Span;
  readonly hint?: string | undefined;
}

/** What a part of a frame is, for colours; a severity is how grave it is. */
export type FrameLook = Severity | 'gutter' | 'help';

/** Gives a text its colour. Carets keep their place: it may add nothing that takes a cell. */
export type FramePaint = (look: FrameLook, text: string) => string;

/** How many cells of the source line are shown on either side of the caret, of lines that are longer. */
const reach = 60;

/**
 * Several lines: what it is, where it is, the source line with carets under the span, and what to do.
 * Text of scripts is shown, never obeyed: control characters and those that reorder text become `�`.
 */
export function codeFrame({ code, severity, message, source, span, hint }: CodeFrame, paint: FramePaint = (_, text) => text): string {
  const { line, column } = source.position(span.start);
  const gutter = ' '.repeat(String(line).length);
  const { text, before, width } = excerpt(source, span);
  return [
    paint(severity, `${severity}[${code}]: ${harmless(message)}`),
    `${paint('gutter', `${gutter} -->`)} ${harmless(source.name)}:${line}:${column}`,
    paint('gutter', `${gutter}  |`),
    `${paint('gutter', ` ${line} |`)} ${text}`.trimEnd(),
    `${paint('gutter', `${gutter}  |`)} ${' '.repeat(before)}${paint(severity, '^'.repeat(width))}`,
    ...(hint === undefined ? [] : [`${gutter} ${paint('help', 'help:')} ${harmless(hint)}`]),
  ].join('\n');
}

interface Excerpt {
  /** What is shown of the line. */
  readonly text: string;
  /** Terminal cells before the first caret, and under carets. */
  readonly before: number;
  readonly width: number;
}

/** As much of the line that the span begins on as fits. */
function excerpt(source: SourceFile, span: Span): Excerpt {
  const { text } = source;
  const from = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = text.indexOf('\n', span.start);
  const beyond = lineEnd < 0 ? text.length : lineEnd;
  const to = text[beyond - 1] === '\r' ? beyond - 1 : beyond;
  const start = Math.min(span.start, to);
  const end = Math.max(start, Math.min(span.end, to));
  const left = stretch(text, Math.max(from, start - reach), start);
  const right = stretch(text, start, Math.min(to, start + reach));
  const opening = start - reach > from ? '…' : '';
  const closing = start + reach < to ? '…' : '';
  return {
    text: `${opening}${left.text}${right.text}${closing}`,
    before: opening.length + left.cells,
    width: Math.max(1, stretch(text, start, Math.min(end, start + reach)).cells),
  };
}

/** A stretch of a line as it is shown, and how many cells it takes. */
function stretch(text: string, from: number, to: number): { text: string; cells: number } {
  // Not within a pair of surrogates.
  const start = isLow(text.charCodeAt(from)) ? from + 1 : from;
  const shown = harmless(text.slice(start, isLow(text.charCodeAt(to)) ? to - 1 : to));
  let cells = 0;
  for (const character of shown) cells += cellsOf(character.codePointAt(0)!);
  return { text: shown, cells };
}

/** The text with everything that a terminal would obey made visible; tabs become one space. */
export function harmless(text: string): string {
  let shown = '';
  for (const character of text) shown += character === '\t' ? ' ' : isActive(character.codePointAt(0)!) ? '\ufffd' : character;
  return shown;
}

/** Control characters, line and paragraph separators, lone surrogates, and what changes the direction of text. */
function isActive(point: number): boolean {
  return (
    point < 0x20 ||
    (point >= 0x7f && point < 0xa0) ||
    point === 0x61c ||
    (point >= 0x200e && point <= 0x200f) ||
    (point >= 0x2028 && point <= 0x202e) ||
    (point >= 0x2066 && point <= 0x2069) ||
    (point >= 0xd800 && point <= 0xdfff) ||
    point === 0xfeff
  );
}

/** Combining marks, joiners and variation selectors take no cell of their own. */
const marks: readonly (readonly [number, number])[] = [
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x591, 0x5bd],
  [0x64b, 0x65f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200d],
  [0x20d0, 0x20ff],
  [0x3099, 0x309a],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xe0100, 0xe01ef],
];

function cellsOf(point: number): number {
  if (point < 0x300) return 1;
  return marks.some(([first, last]) => point >= first && point <= last) ? 0 : eastAsianWidth(point);
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
