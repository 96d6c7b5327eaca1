import { defineFilter } from '../runtime/filter.js';
import { Replacer, replacement } from '../runtime/replacement.js';

export const replaceStreamEnd = defineFilter({
  name: 'replaceStreamEnd',
  since: '0.22',
  doc: 'Replaces the StreamEnd. Without another one in its place the stream stays open.',
  parameters: { replacement: replacement('the StreamEnd') },
  plan: ({ replacement }) => ({
    create: (pipeline) => new Replacer(pipeline, (event) => event.kind === 'StreamEnd', replacement),
  }),
});
