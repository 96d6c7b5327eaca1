/**
 * Questions about streams: what comes out of a pipeline when these events go in.
 *
 * The pipeline is the first of the main script. Nothing outside is reached: connecting fails, programs do not start, and time is a
 * matter of what is asked. Each event is a turn of its own, as what comes from a connection is.
 */
import { caught, enter, leave } from '../language/evaluate/activation.js';
import { engine } from '../net/engine.js';
import { inertPorts } from '../host/inert-ports.js';
import type { LoadedCodebase } from '../host/loader.js';
import type { Tenant } from '../host/tenant.js';
import { serveJobs } from '../host/tenant-jobs.js';
import { tagValue, type Tagged } from '../host/values-out.js';
import { untagValue, UntaggableError } from '../host/values-in.js';
import { headToValue, valueToHead } from '../host/peers.js';
import { LimitError } from '../language/evaluate/script-error.js';
import { Data } from '../stream/bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event, type Input } from '../stream/events/event.js';
import { streamErrors, type StreamErrorCode } from '../stream/events/stream-error.js';
import { Pipeline } from '../stream/runtime/pipeline.js';
import type { Ports, TlsSession } from '../stream/runtime/ports.js';
import type { Runtime } from '../stream/runtime/runtime.js';
import { TestClock } from '../stream/testing/clock.js';

/** An event as the protocol writes it. `wait` is no event: milliseconds that pass. */
type TaggedEvent =
  | { readonly t: 'start'; readonly head?: Tagged }
  | { readonly t: 'data' | 'close' | 'wait'; readonly v: string }
  | { readonly t: 'end' };

/** Bytes that may come out, all events of a stream together; each counts at least so many. */
const mostGiven = 1 << 20;
const leastGiven = 64;

/** Milliseconds that a case may take of our time, and that may pass in its own. */
const mostTime = 5000;
const mostWait = 3_600_000;

/** Lines of the log that are told. */
const mostLogged = 100;

/** A list of events that is none, and why. */
export class NoEventsError extends Error {}

/** The world of one case. */
export class StreamCase {
  readonly clock = new TestClock();
  /** What a person would read in the log: why a stream ended, what a filter makes of nonsense. */
  readonly logged: string[] = [];
  private readonly begun = performance.now();

  /** What kept a filter from printing. */
  private failure: unknown = null;

  constructor(private readonly printText: (text: string) => void) {}

  readonly ports: Ports = {
    ...inertPorts,
    net: {
      listen: inertPorts.net.listen,
      dial: (_host, _port, _timeout, { onFail }) => this.clock.after(0, () => onFail('ConnectionRefused', 'Permission denied')),
    },
    processes: {
      spawn: () => {
        throw new Error('Permission denied');
      },
    },
    tls: {
      open: (_options, { onError }) => {
        this.clock.after(0, () => onError('ConnectionRefused', 'Permission denied'));
        return deaf;
      },
    },
    clock: this.clock,
    log: { debugging: false, write: (level, text) => (level === 'info' ? this.print(text) : this.log(text)) },
    output: { write: (text) => this.print(text.replace(/\n$/, '')) },
    compression: engine.computation.compression,
  };

  /** Filters print as well; to them it never fails. */
  private print(text: string): void {
    try {
      this.printText(text);
    } catch (error) {
      this.failure ??= error;
    }
  }

  log(text: string): void {
    if (this.logged.length < mostLogged) this.logged.push(text);
  }

  /** What comes out when `input` goes in. Throws a LimitError when it is too much, or takes too long. */
  run({ modules }: LoadedCodebase, tenant: Tenant, runtime: Runtime, input: unknown): readonly TaggedEvent[] {
    const main = modules.at(-1)!.configuration!;
    const [layout] = main.layouts();
    if (layout === undefined) throw new NoEventsError('the main script has no pipeline');
    serveJobs(tenant, runtime);
    const events = this.read(tenant, input);
    const inbound = { id: 1, remoteAddress: '127.0.0.1', remotePort: 50000, localAddress: '127.0.0.1', localPort: 8000, peer: undefined, limitSending() {} };
    const output = new Output(() => pipeline.release());
    const pipeline = new Pipeline(layout, runtime.newContext(inbound), output);
    for (const event of events) {
      if (typeof event !== 'number') runtime.run(() => pipeline.input(event));
      this.clock.advance(typeof event === 'number' ? event : 0, () => !pipeline.released && this.hasTime);
      if (pipeline.released) break;
      this.checkTime();
    }
    runtime.run(() => pipeline.release());
    if (this.failure !== null) throw this.failure as Error;
    if (output.excess > 0) throw new LimitError('IO_BYTES', 'too much came out', mostGiven + output.excess, mostGiven);
    return within(tenant, () => output.events.map(tagEvent));
  }

  private get hasTime(): boolean {
    return performance.now() - this.begun < mostTime;
  }

  private checkTime(): void {
    if (!this.hasTime) throw new LimitError('WALL', 'the stream took too long', performance.now() - this.begun, mostTime);
  }

  /** Events, and between them milliseconds that pass. */
  private read(tenant: Tenant, input: unknown): (Event | number)[] {
    if (!Array.isArray(input)) throw new NoEventsError("'in' is not a list of events");
    try {
      const events = within(tenant, () => (input as unknown[]).map(untagEvent));
      const waits = events.reduce<number>((sum, event) => sum + (typeof event === 'number' ? event : 0), 0);
      if (waits > mostWait) throw new NoEventsError(`at most ${mostWait} milliseconds can pass`);
      return events;
    } catch (error) {
      throw error instanceof UntaggableError ? new NoEventsError(error.message) : error;
    }
  }
}

/** A session that was never opened. */
const deaf: TlsSession = { unsent: 0, pause() {}, resume() {}, receive() {}, receiveEnd() {}, send() {}, end() {}, destroy() {} };

/** Keeps what comes out, up to a limit. */
class Output implements Input {
  readonly events: Event[] = [];
  private room = mostGiven;

  constructor(private readonly stop: () => void) {}

  /** Bytes above the limit. */
  get excess(): number {
    return Math.max(0, -this.room);
  }

  input(event: Event): void {
    this.room -= event.kind === 'Data' ? Math.max(event.size, leastGiven) : leastGiven;
    if (this.room < 0) this.stop();
    else this.events.push(event);
  }
}

function within<T>(tenant: Tenant, work: () => T): T {
  const outer = enter(tenant.account, null);
  try {
    return work();
  } catch (thrown) {
    throw caught(thrown);
  } finally {
    leave(outer);
  }
}

function tagEvent(event: Event): TaggedEvent {
  switch (event.kind) {
    case 'MessageStart':
      return event.head === null ? { t: 'start' } : { t: 'start', head: tagValue(headToValue(event.head)) };
    case 'Data':
      return { t: 'data', v: event.toBuffer().toString('hex') };
    case 'MessageEnd':
      return { t: 'end' };
    case 'StreamEnd':
      return { t: 'close', v: event.error };
  }
}

function untagEvent(tagged: unknown): Event | number {
  if (typeof tagged !== 'object' || tagged === null) throw new UntaggableError('not an event');
  const { t, v = '', head } = tagged as Record<string, unknown>;
  if (typeof v !== 'string') throw new UntaggableError('not an event');
  switch (t) {
    case 'start':
      return new MessageStart(head === undefined ? null : valueToHead(untagValue(head)));
    case 'data':
      return new Data(Buffer.from(v, 'hex'));
    case 'end':
      return new MessageEnd();
    case 'close':
      if (v !== '' && !Object.hasOwn(streamErrors, v)) throw new UntaggableError(`no error ${v}`);
      return new StreamEnd(v as StreamErrorCode | '');
    case 'wait':
      if (!(Number(v) >= 0)) throw new UntaggableError('time goes on');
      return Number(v);
    default:
      throw new UntaggableError(`no event '${String(t)}'`);
  }
}
