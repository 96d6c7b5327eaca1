import type { MessageStart } from '../events/event.js';
import type { Dynamic } from '../runtime/callback.js';
import { DecompressFilter } from '../runtime/decompress-filter.js';
import { defineFilter } from '../runtime/filter.js';
import { dynamic } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const decompressMessage = defineFilter({
  name: 'decompressMessage',
  since: '0.22',
  doc: 'Inflates the bodies of messages.',
  parameters: {
    algorithm: dynamic('text', "'inflate', which reads the gzip format; or a function that gets the MessageStart and gives that, or '' for a message to leave as it is."),
  },
  plan: ({ algorithm }) => ({
    create: (pipeline) => new DecompressMessage(pipeline, algorithm),
  }),
});

class DecompressMessage extends DecompressFilter {
  constructor(
    pipeline: Pipeline,
    private readonly algorithm: Dynamic<string>,
  ) {
    super(pipeline);
  }

  protected override decide(start: MessageStart, then: (inflate: boolean) => void): void {
    this.evaluate(
      this.algorithm,
      (algorithm) => {
        if (algorithm !== 'inflate' && algorithm !== '') this.log('error', `[decompress] unknown compression algorithm: ${algorithm}`);
        then(algorithm === 'inflate');
      },
      start,
    );
  }
}
