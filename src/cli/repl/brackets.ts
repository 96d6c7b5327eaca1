/**
 * Which brackets, templates and comments are open at the end of the lines so far: each line is looked at once. The
 * parser tells whether a text is complete; of long texts it is asked only where nothing is open.
 */
export class Brackets {
  /** Closing characters that are due, the innermost last: `)`, `]`, `}`, `` ` ``, and `*` for a comment. */
  private readonly due: string[] = [];

  get open(): boolean {
    return this.due.length > 0;
  }

  take(line: string): void {
    for (let at = 0; at < line.length; at++) at = this.step(line, at);
  }

  /** Takes what begins at `at`; gives where it ends. */
  private step(line: string, at: number): number {
    const inner = this.due.at(-1);
    if (inner === '*') return this.inComment(line, at);
    if (inner === '`') return this.inTemplate(line, at);
    const character = line[at];
    const closing = closers.get(character);
    if (closing !== undefined) this.due.push(closing);
    else if (character === inner) this.due.pop();
    else if (character === "'" || character === '"') return endOfString(line, at);
    else if (line.startsWith('//', at)) return line.length;
    else if (line.startsWith('/*', at)) {
      this.due.push('*');
      return at + 1;
    }
    return at;
  }

  private inComment(line: string, at: number): number {
    const end = line.indexOf('*/', at);
    if (end < 0) return line.length;
    this.due.pop();
    return end + 1;
  }

  private inTemplate(line: string, at: number): number {
    if (line[at] === '\\') return at + 1;
    if (line[at] === '`') this.due.pop();
    if (!line.startsWith('${', at)) return at;
    this.due.push('}');
    return at + 1;
  }
}

const closers = new Map([['(', ')'], ['[', ']'], ['{', '}'], ['`', '`']]);

function endOfString(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === line[start]) return at;
  }
  return line.length;
}
