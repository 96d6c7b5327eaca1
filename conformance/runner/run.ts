/** What came of putting the suite to one implementation. */
import type { Case } from './case.js';

export interface Verdict {
  readonly kind: 'pass' | 'fail' | 'skip';
  /** Why it failed or was skipped; '' for what passed. */
  readonly reason: string;
}

export interface Result extends Verdict {
  readonly item: Case;
  /** The answer in words. */
  readonly answer: string;
  /** Milliseconds. */
  readonly time: number;
}

export class Run {
  readonly results: Result[] = [];
  /** Why not everything was asked; null where it was. It counts as a failure. */
  stopped: string | null = null;

  constructor(
    readonly name: string,
    readonly version: string,
  ) {}

  get passed(): number {
    return this.count('pass');
  }

  get failed(): number {
    return this.count('fail') + (this.stopped !== null && this.count('fail') === 0 ? 1 : 0);
  }

  get skipped(): number {
    return this.count('skip');
  }

  /** How many cases were skipped for each reason. */
  get reasons(): ReadonlyMap<string, number> {
    const reasons = new Map<string, number>();
    for (const { kind, reason } of this.results) if (kind === 'skip') reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    return reasons;
  }

  private count(kind: Verdict['kind']): number {
    return this.results.filter((result) => result.kind === kind).length;
  }
}

/** `N passed, N failed, N skipped`, of all runs together. */
export function total(runs: readonly Run[]): string {
  const sum = (of: (run: Run) => number): number => runs.reduce((all, run) => all + of(run), 0);
  return `${sum((run) => run.passed)} passed, ${sum((run) => run.failed)} failed, ${sum((run) => run.skipped)} skipped`;
}
