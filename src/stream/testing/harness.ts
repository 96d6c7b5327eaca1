/**
 * Pipelines in memory, for tests: ports that remember what they were asked, and streams as short texts.
 *
 * In a text `(` is a MessageStart, `)` a MessageEnd, `~` an empty Data, `.` a StreamEnd, `!Code` one with an
 * error, which must stand last, and anything else is a Data; `|` stands between two of them.
 */
import type { Parameter, Parameters } from '../../definition/parameters.js';
import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import { TestClock } from './clock.js';
import { plainHeads } from './plain-head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { CallbackError, type Callback, type CallbackArgument, type Dynamic } from '../runtime/callback.js';
import type { Context } from '../runtime/context.js';
import type { FilterDefinition, PlanSite } from '../runtime/filter.js';
import { PipelineLayout, PipelineReference, type FilterEntry } from '../runtime/layout.js';
import { Pipeline } from '../runtime/pipeline.js';
import type { ChildProcess, DialObserver, Inflater, Ports, ProcessObserver, Socket, SocketObserver, TlsObserver, TlsOptions, TlsSession } from '../runtime/ports.js';
import { Runtime } from '../runtime/runtime.js';

/** The events that a text stands for. */
export function parseEvents(text: string, head: Head | null = null): Event[] {
  const events: Event[] = [];
  for (const [token] of text.matchAll(/[()~.|]|!\w+|[^()~.|!]+/g)) {
    if (token === '(') events.push(new MessageStart(head));
    else if (token === ')') events.push(new MessageEnd());
    else if (token === '~') events.push(new Data());
    else if (token === '.') events.push(new StreamEnd());
    else if (token.startsWith('!')) events.push(new StreamEnd(token.slice(1) as StreamErrorCode));
    else if (token !== '|') events.push(Data.of(token, 'latin1'));
  }
  return events;
}

/** Collects events as such a text. */
export class Trace {
  readonly events: Event[] = [];
  private text_ = '';

  input(event: Event): void {
    const previous = this.events.at(-1);
    this.events.push(event);
    if (event.kind === 'MessageStart') this.text_ += '(';
    else if (event.kind === 'MessageEnd') this.text_ += ')';
    else if (event.kind === 'StreamEnd') this.text_ += event.error === '' ? '.' : `!${event.error}`;
    else if (event.size === 0) this.text_ += '~';
    else this.text_ += (previous?.kind === 'Data' && previous.size > 0 ? '|' : '') + event.toBuffer().toString('latin1');
  }

  /** What was collected since it was asked for last. */
  take(): string {
    const text = this.text_;
    this.text_ = '';
    return text;
  }
}

/** A callback in place of a script's. An error in it is an error of the script. */
export function call<R>(fn: (...args: never[]) => R): Callback<R> {
  return (_context, _site, ...args) => {
    try {
      return (fn as (...args: CallbackArgument[]) => R)(...args);
    } catch {
      throw new CallbackError();
    }
  };
}

/** A callback that is given the context too. */
export function callWith<R>(fn: (context: Context, argument: CallbackArgument) => R): Callback<R> {
  return (context, _site, argument) => fn(context, argument);
}

export function constant<T>(value: T): Dynamic<T> {
  return { constant: value, get: () => value };
}

export function computed<T>(fn: (...args: never[]) => T): Dynamic<T> {
  return { constant: undefined, get: call(fn) };
}

/** A connection whose peer is the test. */
export class TestSocket implements Socket {
  remoteAddress = '10.0.0.2';
  remotePort = 2;
  localAddress = '10.0.0.1';
  localPort = 1;
  unsent = 0;
  paused = false;
  /** What has been done to it, in order: bytes, then `<end>`, `<close>`, `<destroy>`. */
  sent = '';
  timeouts: { read?: number; write?: number; idle?: number } = {};
  observer!: SocketObserver;
  /** While true, what is written stays unsent. */
  stuck = false;

  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  write(data: Data): void {
    this.sent += data.toBuffer().toString('latin1');
    if (this.stuck) this.unsent += data.size;
  }
  end(): void {
    this.sent += '<end>';
  }
  closeAfterSending(): void {
    this.sent += '<close>';
  }
  resetAfterSending(): void {
    this.sent += '<reset>';
  }
  destroy(): void {
    this.sent += '<destroy>';
  }
  setTimeouts(timeouts: { read?: number; write?: number; idle?: number }): void {
    this.timeouts = { ...this.timeouts, ...timeouts };
  }

  receive(text: string): void {
    this.observer.onData(Buffer.from(text, 'latin1'));
  }
  drain(): void {
    this.unsent = 0;
    this.observer.onDrain();
  }
}

/** An attempt to connect, which the test lets succeed or fail. */
export class TestDial {
  canceled = false;
  constructor(
    readonly host: string,
    readonly port: number,
    readonly timeout: number,
    readonly observer: DialObserver,
  ) {}

  connect(socket = new TestSocket()): TestSocket {
    socket.observer = this.observer.onConnect(socket);
    return socket;
  }
}

export class TestProcess implements ChildProcess {
  unsent = 0;
  paused = false;
  taken = '';
  constructor(
    readonly command: readonly string[],
    readonly observer: ProcessObserver,
  ) {}
  write(data: Data): void {
    this.taken += data.toBuffer().toString('latin1');
  }
  end(): void {
    this.taken += '<end>';
  }
  kill(): void {
    this.taken += '<kill>';
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
}

/** TLS whose ciphertext is the plaintext in brackets. */
export class TestTls implements TlsSession {
  done = '';
  unsent = 0;
  paused = false;
  constructor(
    readonly options: TlsOptions,
    readonly observer: TlsObserver,
  ) {}
  receive(data: Data): void {
    this.observer.onPlaintext(Data.of(data.toBuffer().toString('latin1').replace(/[[\]]/g, ''), 'latin1'));
  }
  receiveEnd(): void {
    this.observer.onEnd();
  }
  send(data: Data): void {
    this.observer.onCiphertext(Data.of(`[${data.toBuffer().toString('latin1')}]`, 'latin1'));
  }
  end(): void {
    this.done += '<end>';
    this.observer.onFinish();
  }
  destroy(): void {
    this.done += '<destroy>';
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
}

/** Inflates to upper case; a digit is broken. */
class TestInflater implements Inflater {
  push(data: Data): Data | null {
    const text = data.toBuffer().toString('latin1');
    return /\d/.test(text) ? null : Data.of(text.toUpperCase(), 'latin1');
  }
  end(): void {}
}

export class Bench {
  readonly log: string[] = [];
  printed = '';
  readonly clock = new TestClock();
  readonly dials: TestDial[] = [];
  readonly processes: TestProcess[] = [];
  readonly tls: TestTls[] = [];
  readonly runtime: Runtime;
  /** The pipelines of other modules, by path and name. */
  readonly modules = new Map<string, Map<string, PipelineLayout>>();

  constructor() {
    const ports: Ports = {
      net: {
        listen: () => Promise.reject(new Error('nobody listens in a test')),
        dial: (host, port, timeout, observer) => {
          const dial = new TestDial(host, port, timeout, observer);
          this.dials.push(dial);
          return { cancel: () => void (dial.canceled = true) };
        },
      },
      clock: this.clock,
      log: { debugging: false, write: (level, text) => void this.log.push(`${level}: ${text}`) },
      output: { write: (text) => void (this.printed += text) },
      processes: {
        spawn: (command, observer) => {
          if (command[0] === 'missing') throw new Error('cannot start missing');
          const process = new TestProcess(command, observer);
          this.processes.push(process);
          return process;
        },
      },
      tls: {
        open: (options, observer) => {
          const session = new TestTls(options, observer);
          this.tls.push(session);
          return session;
        },
      },
      compression: {
        gunzip: () => new TestInflater(),
      },
      heads: plainHeads,
      certificates: {
        credentials: (value) => {
          const head = plainHeads.asHead(value);
          return head === null ? 'no object' : { certificate: String(head.get('cert')), key: String(head.get('key')) };
        },
        trusted: (value) => (typeof value === 'string' ? value : null),
      },
    };
    this.runtime = new Runtime(ports);
    this.runtime.initial = { slots: [[0]], linkage: null };
  }

  /** A filter as a script would have written it; arguments that are not given have their fallbacks. */
  filter(definition: FilterDefinition, args: Readonly<Record<string, unknown>> = {}): FilterEntry {
    return { definition, plan: definition.plan(complete(definition.parameters, args), this.site), references: [], origin: null };
  }

  layout(...filters: FilterEntry[]): PipelineLayout {
    const layout = new PipelineLayout(this.runtime, 'named', 'test', 'test', '/test.js');
    layout.filters.push(...filters);
    return layout;
  }

  /** A name for a sub-pipeline. */
  reference(...filters: FilterEntry[]): PipelineReference {
    const reference = new PipelineReference('sub', null);
    reference.layout = this.layout(...filters);
    return reference;
  }

  /** A stream through the filters. */
  stream(...filters: FilterEntry[]): TestStream {
    return new TestStream(this.runtime, this.layout(...filters));
  }

  /** What comes out when `text` goes in. */
  run(text: string, ...filters: FilterEntry[]): string {
    return this.stream(...filters).feed(text);
  }

  private get site(): PlanSite {
    return {
      runtime: this.runtime,
      module: (path) => ({
        path,
        pipeline: (name, required) => {
          const reference = new PipelineReference(name, null);
          reference.layout = this.modules.get(path)?.get(name) ?? null;
          if (required && reference.layout === null) throw new Error(`pipeline not found in module ${path}: ${name}`);
          return reference;
        },
      }),
      assign: (context, values) => {
        if (plainHeads.asHead(values) !== null) context.slots[0][0] = plainHeads.asHead(values)!.get('n');
      },
      refuse: (complaint) => {
        throw new Error(complaint);
      },
    };
  }
}

export class TestStream {
  readonly trace = new Trace();
  readonly pipeline: Pipeline;

  constructor(
    private readonly runtime: Runtime,
    layout: PipelineLayout,
  ) {
    this.pipeline = new Pipeline(layout, runtime.newContext(null), this.trace);
  }

  /** Feeds the events of a text, all in one turn, and gives what has come out since. */
  feed(text: string, head: Head | null = null): string {
    this.runtime.run(() => {
      for (const event of parseEvents(text, head)) this.pipeline.input(event);
    });
    return this.trace.take();
  }

  release(): void {
    this.runtime.run(() => this.pipeline.release());
  }
}

function complete(parameters: Parameters, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const completed: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) completed[name] = completeOne(parameter, args[name]);
  return completed;
}

function completeOne({ type, fallback }: Parameter<unknown>, value: unknown): unknown {
  if (type.kind === 'options') return complete(type.fields, (value ?? {}) as Record<string, unknown>);
  return value ?? fallback;
}
