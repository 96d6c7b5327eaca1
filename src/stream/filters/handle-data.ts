import { defineFilter } from '../runtime/filter.js';
import { Hook, type Match } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

const isFullData: Match = (event) => event.kind === 'Data' && event.size > 0;

export const handleData = defineFilter({
  name: 'handleData',
  since: '0.22',
  doc: 'Calls a function with every Data that is not empty, before it passes.',
  parameters: { handler: callback('void', 'Called with the Data.') },
  plan: ({ handler }) => ({
    create: (pipeline) => new Hook(pipeline, isFullData, handler),
  }),
});
