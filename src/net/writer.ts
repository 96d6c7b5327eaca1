/**
 * Text to a file descriptor: gathered during a turn and written as one, in order, all of it before the
 * process exits. A reader that does not keep up (a full pipe) is waited for without stopping the process,
 * until too much has gathered: what cannot be kept then is counted, and the count is written in its place.
 */
import { writeSync } from 'node:fs';

/** How much may wait for a slow reader, in UTF-16 units. */
const mostWaiting = 8 * 1024 * 1024;
/** How long to wait for a full pipe before trying again, in milliseconds. */
const retryTime = 10;
/** How long the last text may take when the process exits, in milliseconds. */
const exitTime = 1000;

export class Writer {
  private texts: string[] = [];
  private waiting = 0;
  /** Encoded, and partly written. */
  private bytes: Buffer | null = null;
  private lost = 0;
  private broken = false;
  private scheduled = false;
  private retrying = false;

  constructor(private readonly descriptor: number) {
    process.on('exit', () => this.finish());
  }

  write(text: string): void {
    if (this.broken || text === '') return;
    if (this.waiting + text.length > mostWaiting) {
      this.lost++;
      return;
    }
    if (this.lost > 0) this.noteLoss();
    this.texts.push(text);
    this.waiting += text.length;
    this.schedule();
  }

  /** Writes what there is; what does not go now goes later. */
  flush(): void {
    this.scheduled = false;
    if (this.push() || this.retrying) return;
    this.retrying = true;
    setTimeout(() => {
      this.retrying = false;
      this.flush();
    }, retryTime).unref();
  }

  private finish(): void {
    if (this.lost > 0) this.noteLoss();
    const end = performance.now() + exitTime;
    const still = new Int32Array(new SharedArrayBuffer(4));
    while (!this.push() && performance.now() < end) Atomics.wait(still, 0, 0, retryTime);
  }

  private schedule(): void {
    if (this.scheduled || this.bytes !== null) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  /** Whether everything is written. */
  private push(): boolean {
    while (!this.broken) {
      if (this.bytes === null) {
        if (this.texts.length === 0) return true;
        this.bytes = Buffer.from(this.texts.join(''));
        this.texts = [];
        this.waiting = 0;
      }
      try {
        const count = writeSync(this.descriptor, this.bytes);
        this.bytes = count < this.bytes.length ? this.bytes.subarray(count) : null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
        // A full disk may have room again for what comes next; a reader that is gone does not come back.
        this.bytes = null;
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') this.break();
      }
    }
    return true;
  }

  private noteLoss(): void {
    this.texts.push(`[${this.lost} texts lost: the reader is too slow]\n`);
    this.lost = 0;
  }

  private break(): void {
    this.broken = true;
    this.texts = [];
    this.bytes = null;
  }
}
