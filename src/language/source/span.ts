/** A stretch of a source text, in UTF-16 units as acorn counts; `SourceFile` turns it into lines and columns. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
