import { Data } from '../bytes/data.js';
import { StreamEnd, type Event } from '../events/event.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { highMark, Holds, Valve } from '../runtime/flow.js';
import { dynamic, options, optional, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import type { Cancelable, Socket, SocketObserver } from '../runtime/ports.js';
import type { Receiver } from '../runtime/runtime.js';
import { parseTarget, type Target } from '../runtime/target.js';

/** The shortest time between two attempts, in milliseconds: trying for ever must not keep the process busy. */
const shortestRetryDelay = 10;

/** How long the last bytes may be stuck once nobody waits for an answer, in seconds. */
const lastBytesTimeout = 10;

interface ConnectOptions {
  readonly bufferLimit: number;
  readonly retryCount: number;
  readonly retryDelay: number;
  readonly connectTimeout: number;
  readonly readTimeout: number;
  readonly writeTimeout: number;
  readonly idleTimeout: number;
}

export const connect = defineFilter({
  name: 'connect',
  since: '0.22',
  doc: 'Connects to a host with the first event, sends it the bytes it gets, and gives the bytes that come back.',
  parameters: {
    target: dynamic('text', "Where to: 'host:port' or '[IPv6 address]:port'."),
    options: options({
      bufferLimit: optional(value('size', 'Bytes that may wait to be sent: with more to come the connection is closed. 0: who sends is held instead.'), 0),
      retryCount: optional(value('number', 'How many more times to try when connecting fails; -1 is for ever.'), 0),
      retryDelay: optional(value('seconds', 'Time between attempts.'), 0),
      connectTimeout: optional(value('seconds', 'Limit for resolving and connecting; 0 is off.'), 60),
      readTimeout: optional(value('seconds', 'How long nothing may arrive; 0 is off.'), 0),
      writeTimeout: optional(value('seconds', 'How long nothing may be taken of what is to be sent; 0 is off.'), 300),
      idleTimeout: optional(value('seconds', 'How long nothing may arrive or be sent; 0 is off.'), 3600),
    }),
  },
  plan: ({ target, options: settings }) => ({
    ...(target.constant !== undefined && { connectsTo: target.constant }),
    create: (pipeline) => new Connect(pipeline, target, settings),
  }),
});

class Connect extends Filter implements Receiver {
  private state: 'unused' | 'connecting' | 'connected' | 'over' = 'unused';
  private target!: Target;
  private number = 0;
  private retries = 0;
  /** The attempt in progress, or the time before the next one. */
  private attempt: Cancelable | null = null;
  private socket: Socket | null = null;
  /** What it receives comes through this. */
  private valve: Valve | null = null;
  /** What waits for the connection. */
  private readonly pending = new Data();
  private readonly holds = new Holds();
  /** Our side has nothing more to send. */
  private inputEnded = false;
  /** What we have sent is not all there was. */
  private broken = false;
  private outputEnded = false;
  private overflowed = false;

  constructor(
    pipeline: Pipeline,
    private readonly address: Dynamic<string>,
    private readonly options: ConnectOptions,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    if (this.state !== 'unused') {
      this.send(event);
    } else if (event.kind === 'StreamEnd') {
      this.finish(event.error);
    } else {
      this.evaluate(this.address, (address) => {
        this.begin(address);
        this.send(event);
      });
    }
  }

  /** Closes at once, unless the stream was ended in order and its last bytes are still on their way. */
  override close(): void {
    const { socket } = this;
    this.stop();
    if (socket === null) return;
    if (this.broken) {
      socket.resetAfterSending();
    } else if (this.inputEnded && socket.unsent > 0) {
      socket.setTimeouts({ read: 0, write: lastBytesTimeout });
      socket.closeAfterSending();
    } else {
      socket.destroy();
    }
  }

  private begin(address: string): void {
    const target = parseTarget(address);
    if (target === null) {
      this.note('error', `invalid target: ${address}`);
      this.finish('CannotResolve');
      return;
    }
    this.target = target;
    this.number = ++this.pipeline.runtime.outbounds;
    this.state = 'connecting';
    this.pipeline.context.upstream = address;
    this.dial();
  }

  private send(event: Event): void {
    if (this.state === 'over') return;
    if (event.kind === 'Data') this.sendData(event);
    else if (event.kind === 'StreamEnd') this.endInput(event.error);
  }

  private sendData(data: Data): void {
    if (this.overflowed || data.size === 0) return;
    const { bufferLimit } = this.options;
    if (bufferLimit > 0 && this.unsent >= bufferLimit) {
      this.overflow();
      return;
    }
    if (this.socket === null) this.pending.push(data);
    else this.socket.write(data);
    if (bufferLimit === 0 && this.unsent > highMark) this.holdSource();
  }

  /** Holds whoever sends. A server that answers what it never reads is heard all the same. */
  private holdSource(): void {
    const { flow } = this.pipeline.runtime;
    if (this.valve === null || flow.current !== this.valve) this.holds.hold(flow);
  }

  private get unsent(): number {
    return this.socket === null ? this.pending.size : this.socket.unsent;
  }

  /** Sends what there is, and no more. */
  private overflow(): void {
    this.noteOutbound('error', `buffer overflow, size = ${this.unsent}`);
    this.overflowed = true;
    this.socket?.closeAfterSending();
  }

  private endInput(error: StreamErrorCode | ''): void {
    this.inputEnded = true;
    if (error !== '') this.breakOff(error);
    else if (this.socket === null) return;
    else if (this.outputEnded) this.socket.closeAfterSending();
    else this.socket.end();
  }

  /** The server must not take what it has for the whole. */
  private breakOff(error: StreamErrorCode): void {
    this.broken = true;
    if (this.socket === null) this.finish(error);
    else this.socket.resetAfterSending();
  }

  private dial(): void {
    const { runtime, layout } = this.pipeline;
    const { host, port } = this.target;
    let open = false;
    this.attempt = runtime.ports.net.dial(host, port, this.options.connectTimeout, {
      origin: this.origin,
      onConnect: (socket) => {
        open = true;
        layout.outbound++;
        return this.connected(socket);
      },
      onGone: () => {
        if (open) layout.outbound--;
      },
      onFail: (error, detail, address = '') => runtime.run(() => this.failed(error, detail, address), this.abandon),
    });
  }

  private connected(socket: Socket): SocketObserver {
    const { runtime, context } = this.pipeline;
    const valve = (this.valve = new Valve(socket));
    context.upstream = addressText(socket);
    this.state = 'connected';
    this.attempt = null;
    this.socket = socket;
    const { readTimeout, writeTimeout, idleTimeout } = this.options;
    socket.setTimeouts({ read: readTimeout, write: writeTimeout, idle: idleTimeout });
    socket.write(this.pending.shift(this.pending.size));
    if (this.overflowed) socket.closeAfterSending();
    else if (this.inputEnded) socket.end();
    return {
      onData: (bytes) => runtime.receive(new Data(bytes), valve, this),
      onEnd: () => runtime.run(() => this.endOutput(), this.abandon),
      onError: (error, detail) =>
        runtime.run(() => {
          this.noteOutbound('warn', detail);
          this.finish(error);
        }, this.abandon),
      onClose: () => runtime.run(() => this.finish(this.overflowed ? 'BufferOverflow' : ''), this.abandon),
      onDrain: () => this.holds.lift(),
    };
  }

  private failed(error: StreamErrorCode, detail: string, address: string): void {
    this.attempt = null;
    const { host, port } = this.target;
    const what = error === 'CannotResolve' ? 'cannot resolve hostname' : 'cannot connect';
    this.noteOutbound('error', `[]:0 -> [${address}]:${port} (${host}) ${what}: ${detail}`);
    const { retryCount, retryDelay } = this.options;
    if (retryCount >= 0 && this.retries >= retryCount) {
      this.finish(error);
      return;
    }
    this.retries++;
    const { runtime } = this.pipeline;
    this.attempt = runtime.ports.clock.after(Math.max(retryDelay * 1000, shortestRetryDelay), () =>
      runtime.run(() => {
        this.noteOutbound('warn', `retry connecting... (retries = ${this.retries})`);
        this.dial();
      }, this.abandon),
    );
  }

  /** An event from the server. */
  take(event: Event): void {
    this.output(event);
    this.pipeline.context.group.activity();
  }

  /** The peer sends no more; it may still take what we send. */
  private endOutput(): void {
    if (this.outputEnded) return;
    this.outputEnded = true;
    if (this.inputEnded || this.overflowed) this.socket?.closeAfterSending();
    this.take(new StreamEnd(this.overflowed ? 'BufferOverflow' : ''));
  }

  /** The connection is gone, or there will be none. */
  private finish(error: StreamErrorCode | ''): void {
    this.stop();
    if (this.outputEnded) return;
    this.outputEnded = true;
    this.take(new StreamEnd(error));
  }

  private stop(): void {
    this.state = 'over';
    this.attempt?.cancel();
    this.attempt = null;
    this.socket = null;
    this.pending.clear();
    this.holds.lift();
  }

  /** After a bug of ours: nobody waits for a connection that is gone. */
  readonly abandon = (): void => {
    const { socket } = this;
    this.pipeline.runtime.run(() => this.finish('UnknownError'));
    socket?.destroy();
  };

  private noteOutbound(level: 'warn' | 'error', text: string): void {
    this.log(level, `[outbound #${this.number}] ${text}`);
  }
}

function addressText({ remoteAddress, remotePort }: Socket): string {
  return remoteAddress.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;
}
