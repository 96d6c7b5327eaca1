/** The first of several sub-pipelines whose condition is true: what `link` and `branch` have in common. */
import type { Event, Input } from '../events/event.js';
import { Filter } from './filter.js';
import { Kept } from './kept.js';
import type { Route } from './parameters.js';
import type { Pipeline } from './pipeline.js';

/** Bytes that may wait for a choice before their source is held. */
const mostKept = 1024 * 1024;

/** Asks with every event until a condition is true; the events before are kept for it. */
export class Choice extends Filter {
  private chosen: Input | null = null;
  /** The event that the conditions are being asked with. */
  private offered: Event | null = null;
  /** The events before it; null while there are none, which is nearly always. */
  private kept: Kept | null = null;

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
      this.offered = event;
      this.choose(0);
      if (this.offered !== null) this.keep(event);
    }
  }

  override close(): void {
    this.offered = null;
    this.kept?.clear();
  }

  private keep(event: Event): void {
    this.offered = null;
    (this.kept ??= new Kept(mostKept)).add(event, this.pipeline.runtime.flow);
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
    const last = this.offered ?? this.kept?.last;
    if (last?.kind === 'StreamEnd') this.output(last);
  }

  private take({ pipeline: { layout } }: Route): void {
    const { pipeline, next, kept, offered } = this;
    const chosen = layout === null ? next : pipeline.spawn(layout, pipeline.context, next);
    this.chosen = chosen;
    this.offered = null;
    kept?.release(pipeline.runtime.flow, (event) => chosen.input(event));
    if (offered !== null) chosen.input(offered);
  }
}
