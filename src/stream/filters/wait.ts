import type { Event } from '../events/event.js';
import type { Callback } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { Kept } from '../runtime/kept.js';
import { callback } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const wait = defineFilter({
  name: 'wait',
  since: '0.22',
  doc: 'Keeps all events until a condition is true, and lets everything pass from then on. The condition is asked with every event, and whenever a connection or a process that belongs to the same stream gives something.',
  parameters: { condition: callback('boolean', 'Returns whether to go on.') },
  plan: ({ condition }) => ({ create: (pipeline) => new Wait(pipeline, condition) }),
});

class Wait extends Filter {
  private open = false;
  private asking = false;
  private readonly kept = new Kept();
  private readonly unsubscribe: () => void;

  constructor(
    pipeline: Pipeline,
    private readonly condition: Callback<boolean>,
  ) {
    super(pipeline);
    this.unsubscribe = pipeline.context.group.onActivity(() => this.check());
  }

  protected override process(event: Event): void {
    if (this.open) {
      this.output(event);
      return;
    }
    this.kept.add(event, this.pipeline.runtime.flow);
    this.check();
  }

  override close(): void {
    this.unsubscribe();
    this.kept.clear();
  }

  protected override fail(): void {
    this.close();
    super.fail();
  }

  private check(): void {
    if (this.asking || this.open || this.kept.isEmpty) return;
    this.asking = true;
    this.ask(this.condition, (holds) => {
      if (holds) this.letGo();
      this.asking = false;
    });
  }

  private letGo(): void {
    this.unsubscribe();
    // What comes in meanwhile is kept too, and keeps its place.
    this.kept.release(this.pipeline.runtime.flow, (event) => this.output(event));
    this.open = true;
  }
}
