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
import { CallbackError, Pending, type Callback, type CallbackArgument, type CallSite, type Dynamic } from './callback.js';
import type { Pipeline } from './pipeline.js';
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
}

export interface FilterPlan {
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
  return definition as unknown as FilterDefinition;
}

export abstract class Filter implements Input, CallSite {
  /** Where output goes; set by the pipeline. */
  next!: Input;
  /** Position in the pipeline; set by the pipeline. */
  index = 0;
  private ended = false;
  /** Events that wait for a callback's answer; null while there is none. */
  private waiting: Event[] | null = null;

  constructor(readonly pipeline: Pipeline) {}

  /** Takes one event. Ignores everything after the first StreamEnd. */
  input(event: Event): void {
    if (this.ended) return;
    if (this.waiting !== null) {
      this.waiting.push(event);
      return;
    }
    if (event.kind === 'StreamEnd') this.ended = true;
    this.process(event);
  }

  protected abstract process(event: Event): void;

  /** The pipeline is asked to finish: see `demuxHTTP`. */
  shutdown(): void {}

  /** The pipeline is gone: free timers, sockets, sessions. Sub-pipelines are released by the pipeline. */
  close(): void {}

  describe(): string {
    const { layout } = this.pipeline;
    return `${layout.module} [${layout.name}] ${layout.filters[this.index]!.definition.name}`;
  }

  protected output(event: Event): void {
    this.next.input(event);
  }

  protected outputAll(events: readonly Event[]): void {
    for (const event of events) this.next.input(event);
  }

  /** Calls the script, then goes on with its answer; input waits while the answer is pending. */
  protected ask<R>(callback: Callback<R>, then: (answer: R) => void, ...args: CallbackArgument[]): void {
    this.settle(() => callback(this.pipeline.context, this, ...args), then);
  }

  /** The same for a value that may be a function of the script. */
  protected evaluate<T>(dynamic: Dynamic<T>, then: (value: T) => void): void {
    if (dynamic.constant !== undefined) then(dynamic.constant);
    else this.settle(() => dynamic.get(this.pipeline.context, this), then);
  }

  /** Ends the stream after an error in a script. */
  protected fail(): void {
    this.ended = true;
    this.waiting = null;
    this.output(new StreamEnd('RuntimeError'));
  }

  private settle<R>(call: () => R | Pending<R>, then: (answer: R) => void): void {
    let answer: R | Pending<R>;
    try {
      answer = call();
    } catch (error) {
      if (!(error instanceof CallbackError)) throw error;
      this.fail();
      return;
    }
    if (answer instanceof Pending) this.suspend(answer, then);
    else then(answer);
  }

  private suspend<R>(answer: Pending<R>, then: (answer: R) => void): void {
    this.waiting ??= [];
    answer.then(
      (value) => this.pipeline.runtime.run(() => this.continueWith(() => then(value))),
      () => this.pipeline.runtime.run(() => this.continueWith(() => this.fail())),
    );
  }

  private continueWith(step: () => void): void {
    if (this.pipeline.released) return;
    const events = this.waiting ?? [];
    this.waiting = null;
    step();
    for (const event of events) this.input(event);
  }
}
