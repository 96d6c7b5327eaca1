/**
 * What a tenant may write to the log: so many bytes in each second, in lines that are cut where they are too long, and
 * without characters that a terminal would obey. What filters and errors say counts as well, and is dropped when it is too much.
 */
import { LimitError } from '../../language/evaluate/script-error.js';
import { harmless } from '../../language/source/code-frame.js';
import type { Clock, Log, LogLevel, Output } from '../../stream/runtime/ports.js';

/** Characters of a line. */
const longestLine = 16_384;

/** What the log adds to a line. */
const lineBytes = 32;

export class LogQuota implements Log {
  /** Bytes that may be written now. */
  private left: number;
  private since: number;
  private dropped = 0;

  /** `perSecond` in bytes; as many may be saved up. */
  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
    private readonly perSecond: number,
  ) {
    this.left = perSecond;
    this.since = clock.now();
  }

  get debugging(): boolean {
    return this.log.debugging;
  }

  /** What is said about a script, or by its filters. */
  write(level: LogLevel, text: string): void {
    if (this.takes(text)) this.log.write(level, text);
  }

  /** What a script says. Throws a `LimitError` when it is too much. */
  print(text: string): void {
    if (!this.takes(text)) throw new LimitError('LOG', 'the script logs too much', Math.round(this.perSecond - this.left + text.length), this.perSecond);
    this.log.write('info', tidy(text));
  }

  /** The same for what goes to a person as data. */
  limited(output: Output): Output {
    return { write: (text) => void (this.takes(text) && output.write(text)) };
  }

  private takes(text: string): boolean {
    if (this.perSecond === Infinity) return true;
    const now = this.clock.now();
    this.left = Math.min(this.perSecond, this.left + ((now - this.since) * this.perSecond) / 1000);
    this.since = now;
    const bytes = text.length + lineBytes;
    if (bytes > this.left) {
      this.dropped++;
      return false;
    }
    this.left -= bytes;
    if (this.dropped > 0) this.log.write('warn', `[log] ${this.dropped} messages before this one were dropped`);
    this.dropped = 0;
    return true;
  }
}

function tidy(text: string): string {
  const shown = text.length > longestLine ? `${text.slice(0, longestLine)}… (${text.length} characters)` : text;
  return shown.split('\n').map(harmless).join('\n');
}
