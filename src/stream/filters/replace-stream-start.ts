import { defineFilter } from '../runtime/filter.js';
import { firstEvent } from '../runtime/hook.js';
import { Replacer, replacement } from '../runtime/replacement.js';

export const replaceStreamStart = defineFilter({
  name: 'replaceStreamStart',
  since: '0.22',
  doc: 'Replaces the first event of a stream, whatever it is.',
  parameters: { replacement: replacement('the event') },
  plan: ({ replacement }) => ({
    create: (pipeline) => new Replacer(pipeline, firstEvent(), replacement),
  }),
});
