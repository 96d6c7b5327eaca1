import { defineFilter } from '../runtime/filter.js';
import { MessageHook, sizeLimit } from '../runtime/hook.js';
import { callback } from '../runtime/parameters.js';

export const handleMessageBody = defineFilter({
  name: 'handleMessageBody',
  since: '0.22',
  doc: 'Calls a function with the body of every whole message before its end passes; the events pass as they come.',
  parameters: { sizeLimit: sizeLimit(), handler: callback('void', 'Called with the body, a Data.') },
  plan: ({ sizeLimit, handler }) => ({
    create: (pipeline) => new MessageHook(pipeline, sizeLimit, handler, (message) => message.body),
  }),
});
