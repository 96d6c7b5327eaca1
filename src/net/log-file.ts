/**
 * Lines to a file that others may write to as well, and that may be moved away and opened anew.
 *
 * Writing stops nobody: what comes while the disk is busy is gathered and written as one, up to a bound; what comes beyond it
 * is dropped and counted. Each batch is one append of whole lines, so that those of several processes do not mix.
 */
import { closeSync, constants, openSync, write, writeSync } from 'node:fs';
import { systemText } from './system-error.js';

/** Bytes that may wait while others are written. */
const mostWaiting = 1 << 20;

/** How long the last lines may take at the end, in milliseconds. */
const endTime = 1000;

/** How long to wait for the reader of a full pipe before trying again, in milliseconds. */
const retryTime = 10;

const newline = 10;

/** A pipe that nobody reads is an error, and not waited for. */
const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

function open(name: string): number {
  return openSync(name, flags, 0o640);
}

export class LogFile {
  /** Lines that were lost. */
  lost = 0;
  private lines: string[] = [];
  private waiting = 0;
  private descriptor: number;
  /** The descriptor that is written to now. */
  private busy: number | null = null;
  private scheduled = false;
  /** Lines that were dropped since that was told last. */
  private untold = 0;
  private failing = false;
  /** A write failed within a line: the next one begins anew. */
  private cut = false;
  private onIdle: (() => void) | null = null;

  /** Throws where the file cannot be opened; `complain` is told of what goes wrong later. */
  constructor(
    private readonly name: string,
    private readonly complain: (text: string) => void,
  ) {
    this.descriptor = open(name);
    process.on('exit', () => this.finish());
  }

  /** A line with its end, in ASCII. */
  write(line: string): void {
    if (this.waiting + line.length > mostWaiting) {
      this.lost++;
      this.untold++;
      return;
    }
    this.lines.push(line);
    this.waiting += line.length;
    if (this.scheduled || this.busy !== null) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  /** The file was moved away: what comes now goes to a new one of its name. */
  reopen(): void {
    const old = this.descriptor;
    try {
      this.descriptor = open(this.name);
    } catch (error) {
      this.complain(`cannot open ${this.name} again: ${systemText(error)}`);
      return;
    }
    if (old !== this.busy) closeSync(old);
  }

  /** Settles when all is written, or soon. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, endTime);
      this.onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.busy === null) this.flush();
    });
  }

  private flush(): void {
    this.scheduled = false;
    if (this.busy !== null) return;
    if (this.lines.length === 0) {
      this.onIdle?.();
      return;
    }
    const { lines } = this;
    this.push(this.take(), this.descriptor, lines.length);
  }

  private take(): Buffer {
    const bytes = Buffer.from(`${this.cut ? '\n' : ''}${this.lines.join('')}`, 'latin1');
    this.cut = false;
    this.lines = [];
    this.waiting = 0;
    return bytes;
  }

  private push(bytes: Buffer, descriptor: number, count: number): void {
    this.busy = descriptor;
    write(descriptor, bytes, (error, written) => {
      if (error === null && written < bytes.length) {
        if (written > 0) this.cut = bytes[written - 1] !== newline;
        this.push(bytes.subarray(written), descriptor, count);
        return;
      }
      if (error?.code === 'EAGAIN') {
        setTimeout(() => this.push(bytes, descriptor, count), retryTime);
        return;
      }
      this.busy = null;
      if (descriptor !== this.descriptor) closeSync(descriptor);
      if (error === null) this.succeed();
      else this.fail(error, count);
      this.flush();
    });
  }

  private succeed(): void {
    this.cut = false;
    this.failing = false;
    if (this.untold === 0) return;
    this.complain(`${this.untold} lines are lost: ${this.name} takes them too slowly`);
    this.untold = 0;
  }

  /** Told once, until it goes again. */
  private fail(error: Error, count: number): void {
    this.lost += count;
    if (!this.failing) this.complain(`cannot write ${this.name}: ${systemText(error)}`);
    this.failing = true;
  }

  /** The process exits: whatever can be written at once is. */
  private finish(): void {
    if (this.lines.length === 0) return;
    try {
      writeSync(this.descriptor, this.take());
    } catch {
      // Nobody is left to be told.
    }
  }
}
