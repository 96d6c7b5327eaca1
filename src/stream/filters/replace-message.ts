import { defineFilter } from '../runtime/filter.js';
import { sizeLimit } from '../runtime/hook.js';
import { MessageReplacer, replacement } from '../runtime/replacement.js';

export const replaceMessage = defineFilter({
  name: 'replaceMessage',
  since: '0.22',
  doc: 'Replaces every whole message once it has ended. A stream that ends within a message ends the message too.',
  parameters: { sizeLimit: sizeLimit(), replacement: replacement('the Message') },
  plan: ({ sizeLimit, replacement }) => ({
    create: (pipeline) => new MessageReplacer(pipeline, sizeLimit, 'message', replacement),
  }),
});
