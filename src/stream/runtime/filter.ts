/**
 * Filters: what stands between a pipeline's input and its output.
 *
 * The contract, for whoever writes one:
 *  - a *definition* is data: name, parameters, doc. A *plan* is made once where the script names the filter, and may
 *    hold what all its instances share (the sessions of a `mux`). An *instance* is made for every pipeline.
 *  - `process` gets one event at a time, in order, never after a StreamEnd, never while a callback is pending. It
 *    calls `output` for every event that goes on: at once, later, never, or many.
 *  - what is handed to `output` is given away: keep a `clone()` of a Data that you go on using.
 *  - ask scripts only through `ask`. When the script fails, the stream ends with StreamEnd('RuntimeError').
 *  - buffer nothing without a bound; free everything in `close`, which is called exactly once.
 */
import type { Arguments, Parameters } from '../../definition/parameters.js';
import type { Definition } from '../../definition/definition.js';
import { StreamEnd, type Event, type Input } from '../events/event.js';
import { CallbackError, Pending, type Answer, type Callback, type CallbackArgument, type CallSite, type Dynamic } from './callback.js';
import type { Context } from './context.js';
import { Kept } from './kept.js';
import type { PipelineReference } from './layout.js';
import type { Pipeline } from './pipeline.js';
import type { LogLevel } from './ports.js';
import type { Runtime } from './runtime.js';

export interface FilterDefinition<P extends Parameters = Parameters> extends Definition {
  readonly parameters: P;
  /** What becomes of its sub-pipelines' output: it is the filter's own output, or it is thrown away (fork, merge). */
  readonly branches?: 'joined' | 'discarded';
  plan(args: Arguments<P>, site: PlanSite): FilterPlan;
}

/** What a plan may know about where it stands. */
export interface PlanSite {
  readonly runtime: Runtime;
  /** Another module of the code base: loaded now, if it was not before. */
  module(path: string): ModuleReference;
  /** Sets variables of the module that stands here from the fields of an object of the script; anything else sets nothing. */
  assign(context: Context, values: unknown): void;
  /** Refuses an argument that the table of parameters lets through: a load error in these words. */
  refuse(complaint: string): never;
}

/** A module whose pipelines a filter of another module uses. */
export interface ModuleReference {
  /** From the root of the code base, such as `/plugins/router.js`. */
  readonly path: string;
  /**
   * The pipeline of this name, bound before anything runs. Where the module has none, its `layout` stays
   * null, or loading fails when it is `required`.
   */
  pipeline(name: string, required: boolean): PipelineReference;
}

export interface FilterPlan {
  /** The host and port that it connects to, where that is known already. */
  readonly connectsTo?: string;
  /** The program that it starts, where that is known already. */
  readonly starts?: string;
  /** As the start-up graph writes it, where that is more than the name. */
  readonly label?: string;
  create(pipeline: Pipeline): Filter;
  /** The worker drains: finish what is in progress, start nothing new. */
  shutdown?(): void;
  /** The worker is gone. */
  close?(): void;
}

/** Checks a definition's types; at run time it is the definition itself. */
export function defineFilter<P extends Parameters>(definition: FilterDefinition<P>): FilterDefinition {
  return definition;
}

export abstract class Filter implements Input, CallSite {
  /** Where output goes; set by the pipeline. */
  next!: Input;
  /** Position in the pipeline; set by the pipeline. */
  index = 0;
  private ended = false;
  /** What waits for a callback's answer; null while there is none. */
  private waiting: Kept | null = null;
  /** Answers that have not come yet; null while there are none, which is nearly always. */
  private asked: Set<Pending<unknown>> | null = null;

  constructor(readonly pipeline: Pipeline) {}

  /** Takes one event. Ignores everything after the first StreamEnd. */
  input(event: Event): void {
    if (this.ended) return;
    if (this.waiting !== null) {
      this.waiting.add(event, this.pipeline.runtime.flow);
      return;
    }
    if (event.kind === 'StreamEnd') this.ended = true;
    this.process(event);
  }

  protected abstract process(event: Event): void;

  /** The pipeline is asked to finish: see `demuxHTTP`. */
  shutdown(): void {}

  /** The pipeline is gone: nothing is waited for any more. */
  stopWaiting(): void {
    this.waiting?.clear();
    if (this.asked === null) return;
    for (const answer of this.asked) answer.abandon();
    this.asked = null;
  }

  /** The pipeline is gone: free timers, sockets, sessions. Sub-pipelines are released by the pipeline. */
  close(): void {}

  describe(): string {
    const { layout } = this.pipeline;
    return `${layout.module} [${layout.name}] ${layout.filters[this.index].definition.name}`;
  }

  /** Where it was written, for the bridge's messages. */
  protected get origin(): unknown {
    return this.pipeline.layout.filters[this.index].origin;
  }

  protected output(event: Event): void {
    this.next.input(event);
  }

  protected outputAll(events: readonly Event[]): void {
    for (const event of events) this.next.input(event);
  }

  /** Calls the script, then goes on with its answer; input waits while the answer is pending. */
  protected ask<R>(callback: Callback<R>, then: (answer: R) => void, a?: CallbackArgument, b?: CallbackArgument, c?: CallbackArgument): void {
    let answer: Answer<R>;
    try {
      answer = callback(this.pipeline.context, this, a, b, c);
    } catch (error) {
      this.failOf(error);
      return;
    }
    if (answer instanceof Pending) this.suspend(answer.keep([a, b, c]), then);
    else then(answer);
  }

  /** The same for a value that may be a function of the script. */
  protected evaluate<T>(dynamic: Dynamic<T>, then: (value: T) => void, a?: CallbackArgument, b?: CallbackArgument): void {
    if (dynamic.constant !== undefined) then(dynamic.constant);
    else this.ask(dynamic.get, then, a, b);
  }

  /** Writes to the log what a filter has to say of its own: `[connect] invalid target: x`. */
  protected log(level: LogLevel, text: string): void {
    this.pipeline.runtime.ports.log.write(level, text);
  }

  /**
   * The same for one of several things in progress at once: input goes on while the answer is pending, and a
   * failure is told to `fail` and ends nothing else.
   */
  protected evaluateAside<T>(dynamic: Dynamic<T>, then: (value: T) => void, fail: () => void, a?: CallbackArgument): void {
    let answer: Answer<T>;
    try {
      answer = dynamic.constant !== undefined ? dynamic.constant : dynamic.get(this.pipeline.context, this, a);
    } catch (error) {
      if (!(error instanceof CallbackError)) throw error;
      fail();
      return;
    }
    if (!(answer instanceof Pending)) {
      then(answer);
      return;
    }
    this.await(answer.keep([a]), then, fail);
  }

  /** A line of the log about this filter, with its name before it. */
  protected note(level: LogLevel, text: string): void {
    const { name } = this.pipeline.layout.filters[this.index].definition;
    this.log(level, `[${name}] ${text}`);
  }

  /** Ends the stream after an error in a script. */
  protected fail(): void {
    this.ended = true;
    this.waiting?.clear();
    this.waiting = null;
    this.output(new StreamEnd('RuntimeError'));
  }

  private failOf(error: unknown): void {
    if (!(error instanceof CallbackError)) throw error;
    this.fail();
  }

  private suspend<R>(answer: Pending<R>, then: (answer: R) => void): void {
    this.waiting ??= new Kept();
    this.await(
      answer,
      (value) => this.continueWith(() => then(value)),
      () => this.continueWith(() => this.fail()),
    );
  }

  /** Goes on in a turn when the answer has come, unless the pipeline is gone: as the delivery of what was asked about. */
  private await<R>(answer: Pending<R>, then: (answer: R) => void, fail: () => void): void {
    const asked = (this.asked ??= new Set());
    asked.add(answer as Pending<unknown>);
    const { runtime } = this.pipeline;
    const source = runtime.flow.current;
    const settled = (step: () => void): void => {
      asked.delete(answer as Pending<unknown>);
      if (!this.pipeline.released) runtime.run(() => runtime.flow.through(source, step));
    };
    answer.then(
      (value) => settled(() => then(value)),
      () => settled(fail),
    );
  }

  private continueWith(step: () => void): void {
    const waited = this.waiting;
    this.waiting = null;
    step();
    // What waits again holds whom it has to by now.
    waited?.release(this.pipeline.runtime.flow, (event) => this.input(event));
  }
}
