import { defineFilter } from '../runtime/filter.js';
import { Replacer, replacement } from '../runtime/replacement.js';

export const replaceMessageStart = defineFilter({
  name: 'replaceMessageStart',
  since: '0.22',
  doc: 'Replaces every MessageStart.',
  parameters: { replacement: replacement('the MessageStart') },
  plan: ({ replacement }) => ({
    create: (pipeline) => new Replacer(pipeline, (event) => event.kind === 'MessageStart', replacement),
  }),
});
