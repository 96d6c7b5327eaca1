import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, type Event, type Input } from '../events/event.js';
import { MessageGatherer, type Message } from '../events/message.js';
import { statusText } from '../protocols/http1/status-text.js';
import type { Callback } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import type { PipelineReference } from '../runtime/layout.js';
import { callback, pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

/** A request is gathered whole: what is larger is refused with 413. */
const maxRequest = 128 * 1024 * 1024;

export const acceptHTTPTunnel = defineFilter({
  name: 'acceptHTTPTunnel',
  since: '0.22',
  doc: 'Answers requests with what a function makes of them; once a CONNECT has been answered with a 2xx status, what follows goes through a sub-pipeline.',
  parameters: {
    target: pipeline('The sub-pipeline that the tunnel leads to, with a clone of the context.'),
    handler: callback('message', 'Takes a request as a Message and gives the answer as one. Its status says whether a tunnel opens.'),
  },
  plan: ({ target, handler }) => ({
    create: (owner) => new AcceptHTTPTunnel(owner, target, handler),
  }),
});

class AcceptHTTPTunnel extends Filter {
  private readonly gatherer = new MessageGatherer(maxRequest);
  /** The request has been refused: the rest of it is thrown away. */
  private refused = false;
  private tunnel: Input | null = null;

  constructor(
    owner: Pipeline,
    private readonly target: PipelineReference,
    private readonly handler: Callback<Message | null>,
  ) {
    super(owner);
  }

  protected override process(event: Event): void {
    if (this.tunnel !== null) this.tunnel.input(event);
    else if (event.kind === 'StreamEnd') this.output(event);
    else this.gather(event);
  }

  override close(): void {
    this.gatherer.reset();
  }

  private gather(event: Event): void {
    const request = this.gatherer.push(event);
    if (request === null) {
      if (this.gatherer.discarded > 0 && !this.refused) this.refuse(413);
    } else if (this.refused) {
      this.refused = false;
    } else {
      this.ask(this.handler, (answer) => this.answer(request, answer), request);
    }
  }

  private refuse(status: number): void {
    const { heads } = this.pipeline.runtime.ports;
    this.refused = true;
    this.output(new MessageStart(heads.response('HTTP/1.1', status, statusText(status), heads.create())));
    this.output(new MessageEnd());
  }

  private answer(request: Message, answer: Message | null): void {
    if (answer === null) {
      this.note('error', 'handler did not return a valid message');
      this.fail();
      return;
    }
    if (!this.opensTunnel(request, answer)) {
      this.outputAll(answer.events());
      return;
    }
    const { pipeline } = this;
    const tunnel = pipeline.spawn(this.target.layout!, pipeline.context.clone(), { input: (event) => this.output(event) });
    // Before the answer, after which bytes that came with the request may follow at once.
    this.tunnel = tunnel;
    this.outputAll(answer.events());
    // Even when the client waits: servers may speak first.
    tunnel.input(new Data());
  }

  /** RFC 9110 section 9.3.6. The status must be told: an answer without one is no consent. */
  private opensTunnel(request: Message, answer: Message): boolean {
    const status = answer.head?.get('status');
    const { heads } = this.pipeline.runtime.ports;
    return heads.text(request.head?.get('method')) === 'CONNECT' && typeof status === 'number' && status >= 200 && status < 300;
  }
}
