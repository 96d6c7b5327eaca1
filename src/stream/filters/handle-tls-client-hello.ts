import { Data } from '../bytes/data.js';
import type { Event } from '../events/event.js';
import { readClientHello } from '../protocols/tls/client-hello.js';
import type { Callback } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { callback } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const handleTLSClientHello = defineFilter({
  name: 'handleTLSClientHello',
  since: '0.22',
  doc: "Calls a function with the names in a TLS client's first message, `{ serverNames, protocolNames }`, before letting it through as it is.",
  parameters: {
    handler: callback('void', 'Gets the names, each list only if the client sends it. Not called when the stream is not TLS.'),
  },
  plan: ({ handler }) => ({
    create: (pipeline) => new HandleTLSClientHello(pipeline, handler),
  }),
});

class HandleTLSClientHello extends Filter {
  /** The stream so far; null once it is known what it begins with. */
  private start: Data | null = new Data();

  constructor(
    pipeline: Pipeline,
    private readonly handler: Callback<undefined>,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    const { start } = this;
    if (start === null) {
      this.output(event);
    } else if (event.kind === 'Data') {
      start.push(event);
      this.read(start);
    } else {
      this.start = null;
      if (start.size > 0) this.output(start);
      this.output(event);
    }
  }

  private read(start: Data): void {
    const hello = readClientHello(start.toBuffer());
    if (hello === 'more') return;
    this.start = null;
    if (hello === null) this.output(start);
    else this.ask(this.handler, () => this.output(start), { ...hello });
  }
}
