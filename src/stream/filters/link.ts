import { Choice } from '../runtime/choice.js';
import { defineFilter } from '../runtime/filter.js';
import { routes } from '../runtime/parameters.js';

export const link = defineFilter({
  name: 'link',
  since: '0.22',
  doc: 'Goes on in the first sub-pipeline whose condition is true, asked with every event until one is; the events before are kept for it.',
  parameters: {
    routes: routes("Pairs of a sub-pipeline and its condition; one without a condition is taken in any case, '' passes events through."),
  },
  plan: ({ routes: choices }) => ({
    create: (pipeline) => new Choice(pipeline, choices, false),
  }),
});
