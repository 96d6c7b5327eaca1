import { defineFilter } from '../runtime/filter.js';
import { Replacer, replacement } from '../runtime/replacement.js';

export const replaceData = defineFilter({
  name: 'replaceData',
  since: '0.22',
  doc: 'Replaces every Data that is not empty.',
  parameters: { replacement: replacement('the Data') },
  plan: ({ replacement }) => ({
    create: (pipeline) => new Replacer(pipeline, (event) => event.kind === 'Data' && event.size > 0, replacement),
  }),
});
