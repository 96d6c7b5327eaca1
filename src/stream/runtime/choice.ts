/** The first of several sub-pipelines whose condition is true: what `link` and `branch` have in common. */
import type { Event, Input } from '../events/event.js';
import { Filter } from './filter.js';
import { Holds } from './flow.js';
import type { Route } from './parameters.js';
import type { Pipeline } from './pipeline.js';

/** Bytes that may wait for a choice before their source is held; every event counts for some. */
const mostKept = 1024 * 1024;
const eventSize = 64;

/** Asks with every event until a condition is true; the events before are kept for it. */
export class Choice extends Filter {
  private chosen: Input | null = null;
  /** The events before the choice; null while there are none. */
  private kept: Event[] | null = null;
  private keptBytes = 0;
  private readonly holds = new Holds();

  constructor(
    pipeline: Pipeline,
    private readonly choices: readonly Route[],
    /** Whether an empty Data is kept, and the conditions are asked with it. */
    private readonly countsEmpty: boolean,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    if (this.chosen !== null) {
      this.chosen.input(event);
    } else if (this.countsEmpty || event.kind !== 'Data' || event.size > 0) {
      this.keep(event);
      this.choose(0);
    }
  }

  override close(): void {
    this.kept = null;
    this.holds.lift();
  }

  private keep(event: Event): void {
    if (this.kept === null) this.kept = [event];
    else this.kept.push(event);
    this.keptBytes += event.kind === 'Data' ? event.size + eventSize : eventSize;
    if (this.keptBytes > mostKept) this.holds.hold(this.pipeline.runtime.flow);
  }

  /** Asks the conditions from the one at `index` on. */
  private choose(index: number): void {
    const route = this.choices[index];
    if (route === undefined) this.endUnchosen();
    else if (route.condition === null) this.take(route);
    else this.ask(route.condition, (holds) => (holds ? this.take(route) : this.choose(index + 1)));
  }

  /** When nothing more comes, no condition can become true. */
  private endUnchosen(): void {
    const last = this.kept?.at(-1);
    if (last?.kind === 'StreamEnd') this.output(last);
  }

  private take({ pipeline: { layout } }: Route): void {
    const { pipeline, next, kept } = this;
    const chosen = layout === null ? next : pipeline.spawn(layout, pipeline.context, next);
    this.chosen = chosen;
    this.holds.lift();
    this.kept = null;
    if (kept !== null) for (const event of kept) chosen.input(event);
  }
}
