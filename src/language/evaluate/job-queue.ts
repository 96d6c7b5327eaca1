/** The jobs of one account that wait, and the rejections that nobody has handled. */
import type { EvaluationContext } from './activation.js';
import type { HeapWalk } from './heap-walk.js';
import type { ScriptObject } from './object.js';
import { LimitError, type ScriptError } from './script-error.js';
import type { Value } from './value.js';

/** Jobs that may wait at once. */
const maxJobs = 100_000;

export interface Job {
  readonly run: () => void;
  /** The values that `run` holds. */
  readonly keeps: readonly Value[];
  /** The variables that it sees: those of the callback that made it. */
  readonly context: EvaluationContext | null;
}

/** A promise that was rejected, and that nobody has asked about yet. */
export interface Rejection extends ScriptObject {
  readonly handled: boolean;
  readonly error: ScriptError | null;
}

/** What V8 takes for a job. */
const jobBytes = 160;

const nothing = (): void => {};

export class JobQueue {
  private jobs: Job[] = [];
  private next = 0;
  /** Null while there are none. */
  private rejections: Set<Rejection> | null = null;
  private running: Job | null = null;
  /** Called when there is something to run, and when there was nothing before. */
  onJob: () => void = nothing;

  get isEmpty(): boolean {
    return this.jobs.length === this.next && this.rejections === null;
  }

  add(job: Job): void {
    const waiting = this.jobs.length - this.next;
    if (waiting >= maxJobs) throw new LimitError('ASYNC', 'too many jobs are waiting', waiting + 1, maxJobs);
    const wasEmpty = this.isEmpty;
    this.jobs.push(job);
    if (wasEmpty) this.onJob();
  }

  /** Notes what nobody handles so far. */
  addRejection(rejection: Rejection): void {
    const wasEmpty = this.isEmpty;
    (this.rejections ??= new Set()).add(rejection);
    if (wasEmpty) this.onJob();
  }

  take(): Job | null {
    this.running = null;
    if (this.next === this.jobs.length) {
      this.jobs = [];
      this.next = 0;
      return null;
    }
    const job = this.jobs[this.next];
    this.running = job;
    // What has run is let go, now and then.
    if (++this.next >= 1024) {
      this.jobs = this.jobs.slice(this.next);
      this.next = 0;
    }
    return job;
  }

  /** What nobody has handled. */
  takeUnhandled(): ScriptError[] {
    if (this.rejections === null) return [];
    const unhandled = [...this.rejections].filter(({ handled }) => !handled).map(({ error }) => error!);
    this.rejections = null;
    return unhandled;
  }

  /** Tells `walk` what waits, and what that holds. */
  reach(walk: HeapWalk): void {
    const waiting = this.jobs.slice(this.next);
    if (this.running !== null) waiting.push(this.running);
    for (const { keeps, context } of waiting) {
      walk.add(jobBytes);
      walk.context(context);
      for (const value of keeps) walk.value(value);
    }
    if (this.rejections === null) return;
    walk.set(this.rejections.size);
    for (const promise of this.rejections) walk.object(promise);
  }

  clear(): void {
    this.running = null;
    this.jobs = [];
    this.next = 0;
    this.rejections = null;
  }
}
