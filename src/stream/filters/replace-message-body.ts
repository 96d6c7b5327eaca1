import { defineFilter } from '../runtime/filter.js';
import { sizeLimit } from '../runtime/hook.js';
import { MessageReplacer, replacement } from '../runtime/replacement.js';

export const replaceMessageBody = defineFilter({
  name: 'replaceMessageBody',
  since: '0.22',
  doc: 'Replaces the body of every message once the message has ended; its start passes at once.',
  parameters: { sizeLimit: sizeLimit(), replacement: replacement('the body, a Data,') },
  plan: ({ sizeLimit, replacement }) => ({
    create: (pipeline) => new MessageReplacer(pipeline, sizeLimit, 'body', replacement),
  }),
});
