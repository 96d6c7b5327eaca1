import { Data } from '../bytes/data.js';
import { StreamEnd, type Event, type Input } from '../events/event.js';
import { SocksServer, type SocksRequest } from '../protocols/socks/server.js';
import type { Callback } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { acceptTimeoutOption, HandshakeTimer } from '../runtime/handshake.js';
import type { PipelineReference } from '../runtime/layout.js';
import { callback, options, pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const acceptSOCKS = defineFilter({
  name: 'acceptSOCKS',
  since: '0.22',
  doc: 'Serves SOCKS 4, 4a and 5 without authentication: what a client sends once it is let through goes to a sub-pipeline, whose output goes back to the client.',
  parameters: {
    target: pipeline('The sub-pipeline, in the same context.'),
    handler: callback('boolean', 'Called with the host, the port and, from SOCKS 4, the user; returns whether to let the client through.'),
    options: options({ handshakeTimeout: acceptTimeoutOption() }),
  },
  plan: ({ target, handler, options: { handshakeTimeout } }) => ({ create: (owner) => new AcceptSOCKS(owner, target, handler, handshakeTimeout) }),
});

class AcceptSOCKS extends Filter {
  private readonly server = new SocksServer();
  private through: Input | null = null;
  private over = false;
  private answering = false;
  private readonly handshake: HandshakeTimer;

  constructor(
    owner: Pipeline,
    private readonly target: PipelineReference,
    private readonly handler: Callback<boolean>,
    handshakeTimeout: number,
  ) {
    super(owner);
    this.handshake = new HandshakeTimer(owner.runtime, handshakeTimeout, () => this.end(null, new StreamEnd('ConnectionTimeout')));
  }

  override close(): void {
    this.handshake.stop();
  }

  protected override process(event: Event): void {
    if (this.over) return;
    if (this.through !== null) {
      this.through.input(event);
    } else if (event.kind === 'StreamEnd') {
      this.end(null, event);
    } else if (event.kind === 'Data') {
      this.server.push(event.toBuffer());
      this.negotiate();
    }
  }

  /** The client may go on while it is being answered: then what it says is taken here, behind what came before. */
  private negotiate(): void {
    if (this.answering) return;
    for (;;) {
      const step = this.server.next();
      if (step.kind === 'more') return;
      if (step.kind === 'send') {
        this.answering = true;
        this.output(new Data(step.bytes));
        this.answering = false;
        if (this.over) return;
      } else if (step.kind === 'fail') {
        this.end(step.bytes);
        return;
      } else {
        const { request, rest } = step;
        this.handshake.stop();
        this.ask(this.handler, (yes) => (yes ? this.accept(request, rest) : this.end(request.refused)), request.host, request.port, request.user);
        return;
      }
    }
  }

  private accept({ accepted }: SocksRequest, rest: Buffer): void {
    this.through = this.pipeline.spawn(this.target.layout!, this.pipeline.context, { input: (event) => this.output(event) });
    this.output(new Data(accepted));
    // Even when empty: a connection is made with the first event, and servers may speak first.
    this.through.input(new Data(rest));
  }

  private end(reply: Buffer | null, end = new StreamEnd()): void {
    this.over = true;
    this.handshake.stop();
    if (reply !== null) this.output(new Data(reply));
    this.output(end);
  }
}
