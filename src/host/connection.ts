/**
 * A connection that was accepted: bytes in become events of its pipeline, and events out become bytes.
 *
 * Writing happens at the end of the turn, so nothing is held back. Half-closed connections live on: the
 * peer's end is an event, and what is still to be said is said.
 */
import { Data } from '../stream/bytes/data.js';
import { StreamEnd, type Event, type Input } from '../stream/events/event.js';
import type { StreamErrorCode } from '../stream/events/stream-error.js';
import type { Inbound } from '../stream/runtime/context.js';
import { Holds, Valve } from '../stream/runtime/flow.js';
import type { PipelineLayout } from '../stream/runtime/layout.js';
import { Pipeline } from '../stream/runtime/pipeline.js';
import type { Socket, SocketObserver } from '../stream/runtime/ports.js';
import type { Receiver } from '../stream/runtime/runtime.js';

/** Unsent bytes above which those who send more are held. */
const highMark = 1 << 20;

/** After these what a client has is not all there was: it must be able to tell. */
const cutShort: ReadonlySet<StreamErrorCode | ''> = new Set(['ConnectionReset', 'ReadError', 'WriteError', 'ReadTimeout', 'WriteTimeout', 'BufferOverflow']);

let nextId = 1;

export class Connection implements SocketObserver, Input, Receiver {
  private readonly pipeline: Pipeline;
  private readonly valve: Valve;
  private readonly holds = new Holds();
  /** The peer's end, or an error, has been told to the pipeline. */
  private inputEnded = false;
  private outputEnded = false;

  constructor(
    readonly layout: PipelineLayout,
    private readonly socket: Socket,
    private readonly onGone: () => void,
    /** The port limits how long a client may take nothing. */
    limitsSending = false,
  ) {
    const { remoteAddress, remotePort, localAddress, localPort } = socket;
    const inbound: Inbound = { id: nextId++, remoteAddress, remotePort, localAddress, localPort, peer: undefined, limitSending: (seconds) => limitsSending || socket.setTimeouts({ write: seconds }) };
    this.valve = new Valve(socket);
    this.pipeline = new Pipeline(layout, layout.runtime.newContext(inbound), this);
  }

  /** What comes out of the pipeline. */
  input(event: Event): void {
    if (this.outputEnded) return;
    const { socket } = this;
    if (event.kind === 'Data') {
      if (event.size === 0) return;
      socket.write(event);
      if (socket.unsent > highMark) this.holds.hold(this.layout.runtime.flow);
    } else if (event.kind === 'StreamEnd') {
      this.outputEnded = true;
      if (cutShort.has(event.error)) socket.resetAfterSending();
      else socket.closeAfterSending();
    }
  }

  onData(bytes: Buffer): void {
    this.layout.runtime.receive(new Data(bytes), this.valve, this);
  }

  onEnd(): void {
    this.end('');
  }

  onError(error: StreamErrorCode): void {
    this.end(error);
  }

  onClose(): void {
    this.end('');
    const { runtime } = this.layout;
    runtime.run(() => {
      this.holds.lift();
      this.pipeline.release();
      this.onGone();
    });
  }

  onDrain(): void {
    this.holds.lift();
  }

  /** The worker drains. */
  shutdown(): void {
    this.layout.runtime.run(() => this.pipeline.shutdown());
  }

  /** Ends at once; what is unsent is lost. */
  destroy(): void {
    this.outputEnded = true;
    this.socket.destroy();
    this.onClose();
  }

  private end(error: StreamErrorCode | ''): void {
    if (this.inputEnded) return;
    this.inputEnded = true;
    this.layout.runtime.receive(new StreamEnd(error), this.valve, this);
  }

  /** An event from the client. */
  take(event: Event): void {
    this.pipeline.input(event);
    // Answers that were made later held nobody: whoever does not read them may ask no more.
    if (this.socket.unsent > highMark) this.holds.hold(this.layout.runtime.flow);
  }

  /** A bug of ours ends this connection and no other. */
  readonly abandon = (): void => this.destroy();
}
