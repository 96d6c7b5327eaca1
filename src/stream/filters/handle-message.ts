import { defineFilter } from '../runtime/filter.js';
import { MessageHook, sizeLimit } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

export const handleMessage = defineFilter({
  name: 'handleMessage',
  since: '0.22',
  doc: 'Calls a function with every whole message before its end passes; its events pass as they come. A stream that ends within a message ends the message too.',
  parameters: { sizeLimit: sizeLimit(), handler: callback('void', 'Called with the Message.') },
  plan: ({ sizeLimit, handler }) => ({
    create: (pipeline) => new MessageHook(pipeline, sizeLimit, handler, (message) => message),
  }),
});
