import { Data } from '../bytes/data.js';
import type { Event } from '../events/event.js';
import type { Message } from '../events/message.js';
import type { Callback } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { callback } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { fresh } from '../runtime/replacement.js';

export const split = defineFilter({
  name: 'split',
  since: '0.22',
  doc: 'Asks a function about every byte and puts the events that it returns behind that byte. Events of messages that come in are dropped.',
  parameters: { splitter: callback('events', 'Called with the byte, from 0 to 255; returns an event, a Message, an array of those, or nothing.') },
  plan: ({ splitter }) => ({ create: (pipeline) => new Split(pipeline, splitter) }),
});

class Split extends Filter {
  constructor(
    pipeline: Pipeline,
    private readonly splitter: Callback<readonly (Event | Message)[]>,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    if (event.kind === 'StreamEnd' || (event.kind === 'Data' && event.size === 0)) this.output(event);
    else if (event.kind === 'Data') {
      const bytes = event.toBuffer();
      // The Data itself may be in a script's hands: it stays whole.
      this.scan(new Data(bytes), bytes, 0, 0);
    }
  }

  /** Asks about the bytes from `at` on; those of `rest` begin at `begin` and have not been output. */
  private scan(rest: Data, bytes: Buffer, begin: number, at: number): void {
    while (at < bytes.length) {
      let here = true;
      let answered = false;
      const next = at + 1;
      this.ask(
        this.splitter,
        (items) => {
          if (items.length > 0) {
            this.output(rest.shift(next - begin));
            this.outputAll(fresh(items));
            begin = next;
          }
          answered = true;
          // An answer that comes later goes on from here.
          if (!here) this.scan(rest, bytes, begin, next);
        },
        bytes[at],
      );
      here = false;
      if (!answered) return;
      at = next;
    }
    if (rest.size > 0) this.output(rest);
  }
}
