import type { Event } from '../events/event.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { clientTimeouts, type ClientTimeouts } from '../runtime/client-pace.js';
import type { Exchange, RequestHandler, Responder } from '../runtime/exchange.js';
import { HttpServer } from '../runtime/http-server.js';
import type { PipelineLayout } from '../runtime/layout.js';
import { options, optional, pipeline, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

/** Bytes of an answer that are collected to tell its length; larger ones go out in chunks. */
const defaultBufferSize = 4096;

export const demuxHTTP = defineFilter({
  name: 'demuxHTTP',
  since: '0.22',
  doc: 'Decodes HTTP requests, feeds each to a sub-pipeline of its own with a clone of the context, and encodes the answers in the order of the requests.',
  parameters: {
    target: pipeline('The sub-pipeline that gets one request and gives its answer.'),
    options: options({ bufferSize: optional(value('size', 'An answer with a larger body goes out in chunks.'), defaultBufferSize), ...clientTimeouts }),
  },
  plan: ({ target, options: { bufferSize, ...timeouts } }) => ({
    create: (owner) => new DemuxHTTP(owner, target.layout!, bufferSize, timeouts),
  }),
});

class DemuxHTTP extends Filter implements RequestHandler {
  private readonly server: HttpServer;

  constructor(
    owner: Pipeline,
    private readonly layout: PipelineLayout,
    bufferSize: number,
    timeouts: ClientTimeouts,
  ) {
    super(owner);
    owner.context.inbound?.limitSending(timeouts.sendTimeout);
    this.server = new HttpServer(
      owner.runtime,
      bufferSize,
      timeouts,
      this,
      (event) => this.output(event),
      (text) => this.note('warn', `${text}, in ${this.describe()}`),
    );
  }

  get client(): string {
    return this.pipeline.context.inbound?.remoteAddress ?? '';
  }

  /** Releasing the sub-pipeline calls off what it still has in progress. */
  open(exchange: Exchange): Responder {
    const { pipeline } = this;
    return pipeline.spawn(this.layout, pipeline.context.clone(), exchange);
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
}
