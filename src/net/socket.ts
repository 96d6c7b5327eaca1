/**
 * A TCP connection as the runtime sees it.
 *
 * Everything written while the event loop goes round once leaves in one system call, whichever connections it came
 * from: so answers and pipelined requests of many streams travel together. Writes are gathered and handed over when
 * the round is over, one batch at a time, so that `unsent` is true and a slow reader shows within a batch.
 */
import type { Socket as RawSocket } from 'node:net';
import { Data } from '../stream/bytes/data.js';
import type { Socket, SocketObserver } from '../stream/runtime/ports.js';
import { noteBuffer } from './buffers.js';
import { IdleTimer } from './idle-timer.js';
import { large, round } from './round.js';
import { streamError, systemText } from './system-error.js';

/** Once `unsent` has been above this mark, `onDrain` follows when it is back. Sinks hold above it, or higher. */
export const lowMark = 16 * 1024;

/** How much of what a peer still sends is let go before its connection closes; the rest is not read. */
const mostDiscarded = 64 * 1024;

/** How much is handed to the system at a time. */
const batchSize = 256 * 1024;

/** Batches of several chunks up to this size are joined: copying little is cheaper than a list of buffers. */
const joinSize = 16 * 1024;

/** How long a closed connection waits for its peer, in milliseconds: closing upon unread bytes would reset it, and a reset is not to overtake what was sent. */
const lingerTime = 1000;

/** How long a peer may take nothing of the last that it is sent, in seconds, where there is no other limit: nobody else waits for that any more. */
const lastBytesTimeout = 60;

/** Peers that have gone without a word are noticed: once a connection has been silent for a minute, the system asks whether they are still there. Those that are may stay silent. */
export const probing = { keepAlive: true, keepAliveInitialDelay: 60_000 };

const unobserved: SocketObserver = { onData() {}, onEnd() {}, onError() {}, onClose() {}, onDrain() {} };

export class TcpSocket implements Socket {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  private observer: SocketObserver = unobserved;
  private queue = new Data();
  /** Bytes of the batch that the system has not taken yet. */
  private sending = 0;
  private scheduled = false;
  private aboveMark = false;
  private paused = false;
  /** What was read and waits for its turn, or until it is resumed; null while there is nothing. */
  private kept: Buffer | null = null;
  private inLine = false;
  /** The peer's end came behind that. */
  private endKept = false;
  /** What is to be sent is much, and waits for its turn. */
  private sendsInLine = false;
  /** Bytes that came when it was gone for the runtime. */
  private discarded = 0;
  private peerEnded = false;
  private closing: 'no' | 'sending-side' | 'both-sides' | 'reset' = 'no';
  private gone = false;
  private readTimer: IdleTimer | null = null;
  private writeTimer: IdleTimer | null = null;
  private idleTimer: IdleTimer | null = null;
  /** What the system had not taken of the batch when that was looked at last; below 0 where it was not. */
  private leftAtLook = -1;

  constructor(private readonly raw: RawSocket) {
    this.remoteAddress = plainAddress(raw.remoteAddress);
    this.remotePort = raw.remotePort ?? 0;
    this.localAddress = plainAddress(raw.localAddress);
    this.localPort = raw.localPort ?? 0;
  }

  /** Says who listens; bytes begin to flow. */
  observe(observer: SocketObserver): void {
    if (this.gone) return;
    const { raw } = this;
    this.observer = observer;
    raw.on('data', (bytes: Buffer) => {
      this.readTimer?.touch();
      this.idleTimer?.touch();
      noteBuffer(bytes.length);
      if (this.gone) this.discard(bytes.length);
      else if (bytes.length < large) this.takeSmall(bytes);
      else this.takeLarge(bytes);
    });
    raw.on('end', () => {
      this.peerEnded = true;
      this.readTimer?.stop();
      if (this.kept === null) this.observer.onEnd();
      else this.endKept = true;
    });
    raw.on('error', (error) => {
      this.takeKept();
      this.fail(() => this.observer.onError(streamError(error), systemText(error)));
    });
    raw.on('close', () => {
      this.takeKept();
      this.leave();
    });
    if (this.paused) raw.pause();
    else raw.resume();
  }

  get unsent(): number {
    return this.queue.size + this.sending;
  }

  pause(): void {
    this.paused = true;
    this.raw.pause();
  }

  resume(): void {
    this.paused = false;
    this.readTimer?.touch();
    this.idleTimer?.touch();
    if (this.kept === null) this.raw.resume();
    else this.standInLine();
  }

  private takeSmall(bytes: Buffer): void {
    round.noteSmall();
    this.observer.onData(bytes);
  }

  private takeLarge(bytes: Buffer): void {
    if (round.doNow(() => this.observer.onData(bytes))) return;
    this.kept = bytes;
    this.raw.pause();
    this.standInLine();
  }

  private standInLine(): void {
    if (this.inLine) return;
    this.inLine = true;
    round.doInTurn(this.takeTurn);
  }

  private readonly takeTurn = (): void => {
    this.inLine = false;
    if (this.paused) return;
    this.takeKept();
    if (!this.gone && !this.paused) this.raw.resume();
  };

  private takeKept(): void {
    const { kept, endKept } = this;
    if (kept === null) return;
    this.kept = null;
    this.observer.onData(kept);
    if (endKept) this.observer.onEnd();
  }

  /** What comes behind the end is let go, so that closing does not reset the connection before the peer has read all: but whoever goes on and on is not read. */
  private discard(count: number): void {
    this.discarded += count;
    if (this.discarded > mostDiscarded) this.raw.pause();
  }

  write(data: Data): void {
    if (this.gone || this.closing !== 'no' || data.size === 0) return;
    if (this.unsent === 0) this.writeTimer?.touch();
    this.queue.push(data);
    if (this.unsent > lowMark) this.aboveMark = true;
    this.schedule();
  }

  end(): void {
    if (this.gone || this.closing !== 'no') return;
    this.closing = 'sending-side';
    this.schedule();
  }

  closeAfterSending(): void {
    if (this.closing !== 'both-sides' && this.closing !== 'reset') this.closeBy('both-sides');
  }

  resetAfterSending(): void {
    if (this.closing !== 'reset') this.closeBy('reset');
  }

  destroy(): void {
    if (this.gone) return;
    this.forget();
    this.raw.destroy();
  }

  setTimeouts({ read, write, idle }: { read?: number; write?: number; idle?: number }): void {
    if (this.gone) return;
    if (idle !== undefined) {
      this.idleTimer?.stop();
      this.idleTimer = idle > 0 ? new IdleTimer(idle, () => !this.paused && this.unsent === 0, () => this.expire('ReadTimeout')) : null;
    }
    if (read !== undefined) {
      this.readTimer?.stop();
      this.readTimer = read > 0 ? new IdleTimer(read, () => !this.paused && !this.peerEnded, () => this.expire('ReadTimeout')) : null;
    }
    if (write !== undefined) {
      this.writeTimer?.stop();
      this.writeTimer = write > 0 ? new IdleTimer(write, () => this.stalls(), () => this.expire('WriteTimeout')) : null;
    }
  }

  /** Hands the next batch to the system, or does what was to be done after the last one. */
  flush(): void {
    this.scheduled = false;
    if (this.gone || this.sending > 0 || this.sendsInLine) return;
    if (this.queue.size === 0) {
      this.finish();
    } else if (this.queue.size < large) {
      this.sendBatch();
    } else {
      this.sendsInLine = true;
      round.doInTurn(this.sendInTurn);
    }
  }

  private readonly sendInTurn = (): void => {
    this.sendsInLine = false;
    if (!this.gone) this.sendBatch();
  };

  private sendBatch(): void {
    let batch = this.queue;
    if (batch.size > batchSize) batch = batch.shift(batchSize);
    else this.queue = new Data();
    this.sending = batch.size;
    if (batch.chunkCount === 1 || batch.size <= joinSize) {
      this.raw.write(batch.toBuffer(), this.sent);
      return;
    }
    let left = batch.chunkCount;
    this.raw.cork();
    batch.each((chunk) => {
      if (--left > 0) this.raw.write(chunk);
      else this.raw.write(chunk, this.sent);
    });
    this.raw.uncork();
  }

  /** Called when the system has taken a batch. Failures come as 'error' too, and are told there. */
  private readonly sent = (error?: Error | null): void => {
    if (this.gone || error) return;
    this.sending = 0;
    this.leftAtLook = -1;
    this.writeTimer?.touch();
    this.idleTimer?.touch();
    this.flush();
    if (this.aboveMark && this.unsent <= lowMark && !this.gone) {
      this.aboveMark = false;
      this.observer.onDrain();
    }
  };

  private closeBy(how: 'both-sides' | 'reset'): void {
    if (this.gone) return;
    this.closing = how;
    if (this.writeTimer === null && this.unsent > 0) this.setTimeouts({ write: lastBytesTimeout });
    this.schedule();
  }

  /** Whether the system has taken nothing of what there is since that was looked at last: of a batch it may take a part. */
  private stalls(): boolean {
    const { _handle: handle } = this.raw as unknown as { _handle: { writeQueueSize: number } | null };
    const left = handle?.writeQueueSize ?? 0;
    const moves = left < this.leftAtLook;
    this.leftAtLook = left;
    return this.unsent > 0 && !moves;
  }

  private schedule(): void {
    if (this.scheduled || this.sending > 0 || this.sendsInLine) return;
    this.scheduled = true;
    round.send(this);
  }

  /** Everything has been sent. */
  private finish(): void {
    if (this.closing === 'no') return;
    const { raw } = this;
    if (this.closing === 'reset') {
      this.lingerUntilReset();
      return;
    }
    if (!raw.writableEnded) raw.end();
    if (this.closing === 'both-sides') this.linger();
  }

  /** Gone for the runtime. A reset throws away what the system has not delivered: that has some time for it. */
  private lingerUntilReset(): void {
    const { raw, observer } = this;
    this.forget();
    const timer = setTimeout(() => raw.resetAndDestroy(), lingerTime);
    raw.on('close', () => clearTimeout(timer));
    raw.resume();
    observer.onClose();
  }

  /** Gone for the runtime; the connection itself goes when the peer has seen our end, or soon. */
  private linger(): void {
    const { raw, observer } = this;
    this.forget();
    if (this.peerEnded) {
      raw.destroySoon();
    } else {
      const timer = setTimeout(() => raw.destroy(), lingerTime);
      raw.on('end', () => raw.destroySoon());
      raw.on('close', () => clearTimeout(timer));
      raw.resume();
    }
    observer.onClose();
  }

  private expire(error: 'ReadTimeout' | 'WriteTimeout'): void {
    this.fail(() => this.observer.onError(error, error === 'ReadTimeout' ? 'Nothing was received in time' : 'Nothing could be sent in time'));
  }

  private fail(tell: () => void): void {
    if (this.gone) return;
    tell();
    this.leave();
    this.raw.destroy();
  }

  private leave(): void {
    if (this.gone) return;
    const { observer } = this;
    this.forget();
    observer.onClose();
  }

  /** From here on nobody hears of this socket. */
  private forget(): void {
    this.gone = true;
    this.observer = unobserved;
    this.kept = null;
    this.queue.clear();
    this.sending = 0;
    this.readTimer?.stop();
    this.writeTimer?.stop();
    this.idleTimer?.stop();
  }
}

/** An IPv4 address that came in on an IPv6 socket, as the IPv4 address that it is. */
function plainAddress(address = ''): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
