/** The end of a message with trailers behind its body. Scripts see an end like any other; whoever can send trailers does. */
import { MessageEnd } from './event.js';
import type { Head } from './head.js';

export class TrailedEnd extends MessageEnd {
  constructor(readonly trailers: Head) {
    super();
  }
}
