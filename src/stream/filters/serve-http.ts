import type { Event } from '../events/event.js';
import { Message, MessageGatherer } from '../events/message.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { clientTimeouts, type ClientTimeouts } from '../runtime/client-pace.js';
import type { Exchange, RequestHandler, Responder } from '../runtime/exchange.js';
import { HttpServer } from '../runtime/http-server.js';
import { dynamic, options } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

/** Bytes of an answer's body that are sent with their length told; larger ones go out in chunks. */
const bufferSize = 4096;
/** A request is gathered whole: what is larger is refused with 413. */
const maxRequest = 128 * 1024 * 1024;

export const serveHTTP = defineFilter({
  name: 'serveHTTP',
  since: '0.22',
  doc: 'Answers HTTP requests with a Message, or with what a function makes of each request.',
  parameters: {
    handler: dynamic('message', 'A Message, or a function that takes the request as a Message and gives the answer as one.'),
    options: options(clientTimeouts),
  },
  plan: ({ handler, options: timeouts }) => ({ create: (owner) => new ServeHTTP(owner, handler, timeouts) }),
});

class ServeHTTP extends Filter implements RequestHandler {
  private readonly server: HttpServer;

  constructor(
    owner: Pipeline,
    private readonly handler: Dynamic<Message | null>,
    timeouts: ClientTimeouts,
  ) {
    super(owner);
    owner.context.inbound?.limitSending(timeouts.sendTimeout);
    const log = (text: string): void => this.note('warn', `${text}, in ${this.describe()}`);
    this.server = new HttpServer(owner.runtime, bufferSize, timeouts, this, (event) => this.output(event), log);
  }

  get client(): string {
    return this.pipeline.context.inbound?.remoteAddress ?? '';
  }

  open(exchange: Exchange): Responder {
    return new WholeRequest((request) => this.serve(request, exchange), () => exchange.refuse(413));
  }

  override shutdown(): void {
    this.server.drain();
  }

  override close(): void {
    this.server.close();
  }

  protected override process(event: Event): void {
    this.server.input(event);
  }

  private serve(request: Message, exchange: Exchange): void {
    this.evaluateAside(
      this.handler,
      (answer) => {
        if (answer === null) this.note('error', 'handler did not return a valid message');
        for (const event of (answer ?? new Message(null, null)).events()) exchange.input(event);
      },
      () => exchange.refuse(500),
      request,
    );
  }
}

/** Gathers one request. */
class WholeRequest implements Responder {
  readonly upstream = null;
  private readonly gatherer = new MessageGatherer(maxRequest);

  constructor(
    private readonly onWhole: (request: Message) => void,
    private readonly onTooLarge: () => void,
  ) {}

  input(event: Event): void {
    const { gatherer } = this;
    const request = gatherer.push(event);
    if (gatherer.discarded > 0) this.onTooLarge();
    else if (request !== null) this.onWhole(request);
  }

  release(): void {
    this.gatherer.reset();
  }
}
