/** The edits of a text while they are gathered: tokens replaced, left out and put in, with the spaces that belong to them. */
import type { Edit } from '../language/source/diagnostic.js';

export class EditList {
  readonly edits: Edit[] = [];

  constructor(readonly text: string) {}

  insert(at: number, text: string): void {
    this.edits.push({ start: at, end: at, text });
  }

  /** Puts another token in the place of one. */
  replace(at: number, length: number, text: string): void {
    this.edits.push({ start: at, end: at + length, text });
  }

  /** The same, with a space on either side unless there is one. */
  replaceApart(at: number, length: number, text: string): void {
    this.replace(at, length, `${this.isSpace(at - 1) ? '' : ' '}${text}${this.isSpace(at + length) ? '' : ' '}`);
  }

  /** Leaves out a token, and the spaces on one side of it. */
  cut(at: number, length: number): void {
    const { text } = this;
    let end = at + length;
    while (isBlank(text[end])) end++;
    if (!isLineEnd(text[end])) return this.replace(at, end - at, this.isSpace(at - 1) ? '' : ' ');
    let start = at;
    while (isBlank(text[start - 1])) start--;
    this.replace(start, at + length - start, '');
  }

  /** An opening and a closing parenthesis become those of a block. */
  toBraces(open: number, close: number): void {
    this.replace(open, 1, this.isSpace(open + 1) ? '{' : '{ ');
    this.replace(close, 1, this.isSpace(close - 1) ? '}' : ' }');
  }

  private isSpace(at: number): boolean {
    return at < 0 || at >= this.text.length || /\s/.test(this.text[at]);
  }
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r' || character === undefined;
}
