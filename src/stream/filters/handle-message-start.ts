import { defineFilter } from '../runtime/filter.js';
import { Hook, type Match } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

const isMessageStart: Match = (event) => event.kind === 'MessageStart';

export const handleMessageStart = defineFilter({
  name: 'handleMessageStart',
  since: '0.22',
  doc: 'Calls a function with every MessageStart before it passes. What the function changes in the head is changed for all that follow.',
  parameters: { handler: callback('void', 'Called with the MessageStart.') },
  plan: ({ handler }) => ({
    create: (pipeline) => new Hook(pipeline, isMessageStart, handler),
  }),
});
