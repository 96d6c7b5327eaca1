import { defineFilter } from '../runtime/filter.js';
import { Hook } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

export const handleData = defineFilter({
  name: 'handleData',
  since: '0.22',
  doc: 'Calls a function with every Data that is not empty, before it passes.',
  parameters: { handler: callback('void', 'Called with the Data.') },
  plan: ({ handler }) => ({
    create: (pipeline) => new Hook(pipeline, (event) => event.kind === 'Data' && event.size > 0, handler),
  }),
});
