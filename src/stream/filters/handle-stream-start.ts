import { defineFilter } from '../runtime/filter.js';
import { Hook, firstEvent } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

export const handleStreamStart = defineFilter({
  name: 'handleStreamStart',
  since: '0.22',
  doc: 'Calls a function with the first event of a stream, whatever it is, before the event passes.',
  parameters: { handler: callback('void', 'Called with the event.') },
  plan: ({ handler }) => ({
    create: (pipeline) => new Hook(pipeline, firstEvent(), handler),
  }),
});
