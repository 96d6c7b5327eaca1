/** The jobs of one account that wait, and the rejections that nobody has handled. */
import type { EvaluationContext } from './activation.js';
import { LimitError, type ScriptError } from './script-error.js';

/** Jobs that may wait at once. */
const maxJobs = 100_000;

export interface Job {
  readonly run: () => void;
  /** The variables that it sees: those of the callback that made it. */
  readonly context: EvaluationContext | null;
}

/** Something that was rejected, and that nobody has asked about yet. */
export interface Rejection {
  isHandled(): boolean;
  readonly error: ScriptError;
}

export class JobQueue {
  private jobs: Job[] = [];
  private next = 0;
  private rejections = new Set<Rejection>();
  /** Called when there is something to run, and when there was nothing before. */
  onJob: () => void = () => {};

  get isEmpty(): boolean {
    return this.jobs.length === this.next && this.rejections.size === 0;
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
    this.rejections.add(rejection);
    if (wasEmpty) this.onJob();
  }

  take(): Job | null {
    if (this.next === this.jobs.length) {
      this.jobs = [];
      this.next = 0;
      return null;
    }
    const job = this.jobs[this.next];
    // What has run is let go, now and then.
    if (++this.next >= 1024) {
      this.jobs = this.jobs.slice(this.next);
      this.next = 0;
    }
    return job;
  }

  /** What nobody has handled. */
  takeUnhandled(): ScriptError[] {
    const unhandled = [...this.rejections].filter((rejection) => !rejection.isHandled()).map(({ error }) => error);
    this.rejections = new Set();
    return unhandled;
  }

  clear(): void {
    this.jobs = [];
    this.next = 0;
    this.rejections = new Set();
  }
}
