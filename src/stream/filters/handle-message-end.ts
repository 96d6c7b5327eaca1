import { defineFilter } from '../runtime/filter.js';
import { Hook, type Match } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

const isMessageEnd: Match = (event) => event.kind === 'MessageEnd';

export const handleMessageEnd = defineFilter({
  name: 'handleMessageEnd',
  since: '0.22',
  doc: 'Calls a function with every MessageEnd before it passes.',
  parameters: { handler: callback('void', 'Called with the MessageEnd.') },
  plan: ({ handler }) => ({
    create: (pipeline) => new Hook(pipeline, isMessageEnd, handler),
  }),
});
