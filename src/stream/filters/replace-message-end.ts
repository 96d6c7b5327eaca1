import { defineFilter } from '../runtime/filter.js';
import { Replacer, replacement } from '../runtime/replacement.js';

export const replaceMessageEnd = defineFilter({
  name: 'replaceMessageEnd',
  since: '0.22',
  doc: 'Replaces every MessageEnd.',
  parameters: { replacement: replacement('the MessageEnd') },
  plan: ({ replacement }) => ({
    create: (pipeline) => new Replacer(pipeline, (event) => event.kind === 'MessageEnd', replacement),
  }),
});
