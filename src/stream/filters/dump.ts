import { dumpEvent } from '../events/dump.js';
import type { Event } from '../events/event.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { dynamic, optional } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

const noTag: Dynamic<string> = { constant: '', get: () => '' };

export const dump = defineFilter({
  name: 'dump',
  since: '0.22',
  doc: 'Writes every event to the log, the bytes of a Data in rows of sixteen, and passes it.',
  parameters: { tag: optional(dynamic('text', 'Stands before each event, to tell several dumps apart.'), noTag) },
  plan: ({ tag }) => ({ create: (pipeline) => new Dump(pipeline, tag) }),
});

class Dump extends Filter {
  constructor(
    pipeline: Pipeline,
    private readonly tag: Dynamic<string>,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    this.evaluate(this.tag, (tag) => {
      const head = `[dump] [context=${this.pipeline.context.id}]${tag === '' ? '' : ` [${tag}]`}`;
      this.log('info', `${head} ${dumpEvent(event).join('\n')}`);
      this.output(event);
    });
  }
}
