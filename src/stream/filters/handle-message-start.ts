import { defineFilter } from '../runtime/filter.js';
import { Hook } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

export const handleMessageStart = defineFilter({
  name: 'handleMessageStart',
  since: '0.22',
  doc: 'Calls a function with every MessageStart before it passes. What the function changes in the head is changed for all that follow.',
  parameters: { handler: callback('void', 'Called with the MessageStart.') },
  plan: ({ handler }) => ({
    create: (pipeline) => new Hook(pipeline, (event) => event.kind === 'MessageStart', handler),
  }),
});
