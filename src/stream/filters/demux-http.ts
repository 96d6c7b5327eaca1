import type { Event, Input } from '../events/event.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { clientTimeouts, type ClientTimeouts } from '../runtime/client-pace.js';
import type { Exchange, RequestHandler } from '../runtime/exchange.js';
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
  private readonly pipelines = new Map<Exchange, Pipeline>();

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

  open(exchange: Exchange): Input {
    const { pipeline: owner } = this;
    const request = owner.spawn(this.layout, owner.context.clone(), exchange);
    this.pipelines.set(exchange, request);
    return request;
  }

  upstreamOf(exchange: Exchange): string | null {
    return this.pipelines.get(exchange)?.context.upstream ?? null;
  }

  /** Lets the sub-pipeline go: what it still has in progress is called off. */
  finish(exchange: Exchange): void {
    this.pipelines.get(exchange)?.release();
    this.pipelines.delete(exchange);
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
