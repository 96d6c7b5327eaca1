/** The log: `YYYY-MM-DD HH:MM:SS.mmm [INF] text`, local time, the head repeated for every line. */
import type { Log, LogLevel } from '../stream/runtime/ports.js';

/** What a person may ask for: lines of this level and of those after it. */
export const logThresholds = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];
export type LogThreshold = (typeof logThresholds)[number];

const tags: Readonly<Record<LogLevel, string>> = { debug: '[DBG]', info: '[INF]', warn: '[WRN]', error: '[ERR]' };

export class TextLog implements Log {
  readonly debugging: boolean;
  private readonly threshold: number;
  private second = -1;
  private secondText = '';

  constructor(
    private readonly sink: { write(text: string): void },
    threshold: LogThreshold,
    private readonly now: () => number = Date.now,
  ) {
    this.threshold = logThresholds.indexOf(threshold);
    this.debugging = threshold === 'debug';
  }

  write(level: LogLevel, message: string): void {
    if (logThresholds.indexOf(level) < this.threshold) return;
    const text = readable(message);
    const head = `${this.time()} ${tags[level]} `;
    this.sink.write(text.includes('\n') ? text.split('\n').map((line) => `${head}${line}\n`).join('') : `${head}${text}\n`);
  }

  private time(): string {
    const now = this.now();
    const second = Math.floor(now / 1000);
    if (second !== this.second) {
      this.second = second;
      const date = new Date(now);
      const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
      this.secondText = `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
    }
    return `${this.secondText}.${String(now - second * 1000).padStart(3, '0')}`;
  }
}

/** Characters that steer terminals, or end lines elsewhere, are written as escapes: nothing that is logged can pass for another line. */
function readable(text: string): string {
   
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
