import { defineFilter } from '../runtime/filter.js';
import { Hook, type Match } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

const isStreamEnd: Match = (event) => event.kind === 'StreamEnd';

export const handleStreamEnd = defineFilter({
  name: 'handleStreamEnd',
  since: '0.22',
  doc: 'Calls a function with the StreamEnd before it passes.',
  parameters: { handler: callback('void', 'Called with the StreamEnd.') },
  plan: ({ handler }) => ({
    create: (pipeline) => new Hook(pipeline, isStreamEnd, handler),
  }),
});
