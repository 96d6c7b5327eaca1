/** A named text, and the way from an offset in it to the line and column a person counts. */

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in code points. */
  readonly column: number;
}

export class SourceFile {
  private lineStarts: number[] | null = null;
  /** Whether offsets and columns differ: some character takes two UTF-16 units. */
  private wide: boolean | null = null;

  constructor(
    /** As messages name it, such as `/plugins/router.js`. */
    readonly name: string,
    readonly text: string,
  ) {}

  position(offset: number): Position {
    const starts = this.starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: this.column(starts[low], offset) };
  }

  /** The text of a 1-based line, without its line end. */
  line(number: number): string {
    const starts = this.starts();
    const start = starts[number - 1];
    if (start === undefined) return '';
    const end = starts[number] ?? this.text.length + 1;
    const line = this.text.slice(start, end - 1);
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  private column(lineStart: number, offset: number): number {
    this.wide ??= hasHighSurrogate(this.text);
    if (!this.wide) return offset - lineStart + 1;
    let column = 1;
    for (let i = lineStart; i < offset; column++) i += this.text.codePointAt(i)! > 0xffff ? 2 : 1;
    return column;
  }

  private starts(): number[] {
    if (this.lineStarts === null) {
      this.lineStarts = [0];
      for (let i = this.text.indexOf('\n'); i >= 0; i = this.text.indexOf('\n', i + 1)) this.lineStarts.push(i + 1);
    }
    return this.lineStarts;
  }
}

function hasHighSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) return true;
  return false;
}
