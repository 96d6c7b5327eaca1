import { Choice } from '../runtime/choice.js';
import { defineFilter } from '../runtime/filter.js';
import { branches } from '../runtime/parameters.js';

export const branch = defineFilter({
  name: 'branch',
  since: '1.5',
  doc: 'Goes on in the sub-pipeline of the first condition that is true, asked with every event until one is; the events before are kept for it.',
  parameters: {
    routes: branches('Pairs of a condition and a sub-pipeline; a last sub-pipeline by itself is taken in any case.'),
  },
  plan: ({ routes }) => ({
    create: (pipeline) => new Choice(pipeline, routes, true),
  }),
});
