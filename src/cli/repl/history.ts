/** What was typed in earlier sessions: a file, the last entry at its end, a line each. */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const maxEntries = 1000;
/** What is longer is not kept: nobody leafs through it. */
const maxLength = 10_000;

/** Where the history lies, or null when there is to be none: PIPYJS_HISTORY, where it is set, says so. */
export function historyFile(environment: NodeJS.ProcessEnv): string | null {
  const { PIPYJS_HISTORY: given, XDG_STATE_HOME: state } = environment;
  if (given !== undefined) return given === '' ? null : given;
  return state === undefined || state === '' ? join(homedir(), '.pipyjs_history') : join(state, 'pipyjs', 'history');
}

export class History {
  /** The newest first, none twice. */
  readonly entries: string[] = [];
  private lines = 0;

  /** A file that cannot be read or written is done without. */
  constructor(private readonly file: string | null) {
    const lines = this.read();
    this.lines = lines.length;
    for (const line of lines) this.remember(decode(line));
  }

  add(entry: string): void {
    if (entry.trim() === '' || entry.length > maxLength || entry === this.entries[0]) return;
    this.remember(entry);
    // Added at once, so that nothing is lost however the session ends, and two sessions do not undo each other.
    this.attempt((file) => appendFileSync(file, `${encode(entry)}\n`, { mode: 0o600 }));
    if (++this.lines > 2 * maxEntries) this.shorten();
  }

  /** Writes the file anew where it has more than is kept. */
  close(): void {
    if (this.lines > maxEntries) this.shorten();
  }

  private remember(entry: string): void {
    const known = this.entries.indexOf(entry);
    if (known >= 0) this.entries.splice(known, 1);
    this.entries.unshift(entry);
    this.entries.length = Math.min(this.entries.length, maxEntries);
  }

  private read(): string[] {
    let lines: string[] = [];
    this.attempt((file) => {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      // Made here with the right mode, or given it.
      appendFileSync(file, '', { mode: 0o600 });
      chmodSync(file, 0o600);
      lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
    });
    return lines;
  }

  /** Takes in what other sessions have added since. */
  private shorten(): void {
    for (const line of this.read()) this.remember(decode(line));
    this.attempt((file) => {
      const fresh = `${file}.${process.pid}`;
      writeFileSync(fresh, this.entries.map((entry) => `${encode(entry)}\n`).reverse().join(''), { mode: 0o600 });
      renameSync(fresh, file);
      this.lines = this.entries.length;
    });
  }

  private attempt(work: (file: string) => void): void {
    if (this.file === null) return;
    try {
      work(this.file);
    } catch {
      // A history is a convenience: a session without a file has its own.
    }
  }
}

function encode(entry: string): string {
  return entry.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function decode(line: string): string {
  return line.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
