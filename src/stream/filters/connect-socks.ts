import { Data } from '../bytes/data.js';
import { StreamEnd, type Event } from '../events/event.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { SocksClient, socksConnect, socksGreeting } from '../protocols/socks/client.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { connectTimeoutOption, HandshakeTimer } from '../runtime/handshake.js';
import { Kept } from '../runtime/kept.js';
import type { PipelineReference } from '../runtime/layout.js';
import { dynamic, options, pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { parseTarget } from '../runtime/target.js';

export const connectSOCKS = defineFilter({
  name: 'connectSOCKS',
  since: '0.22',
  doc: 'Connects to a host through a SOCKS 5 server, which a sub-pipeline leads to.',
  parameters: {
    target: pipeline('The sub-pipeline that leads to the SOCKS server, in the same context.'),
    address: dynamic('text', "The host to connect to: 'host:port' or '[IPv6 address]:port'."),
    options: options({ handshakeTimeout: connectTimeoutOption() }),
  },
  plan: ({ target, address, options: { handshakeTimeout } }) => ({ create: (owner) => new ConnectSOCKS(owner, target, address, handshakeTimeout) }),
});

class ConnectSOCKS extends Filter {
  private state: 'unused' | 'negotiating' | 'connected' | 'over' = 'unused';
  private asking = false;
  private client!: SocksClient;
  private server!: Pipeline;
  /** What waits for the connection. */
  private readonly pending = new Kept();
  private handshake: HandshakeTimer | null = null;

  constructor(
    owner: Pipeline,
    private readonly target: PipelineReference,
    private readonly address: Dynamic<string>,
    private readonly handshakeTimeout: number,
  ) {
    super(owner);
  }

  protected override process(event: Event): void {
    if (this.state !== 'unused') {
      this.send(event);
    } else if (event.kind === 'StreamEnd') {
      this.finish(event.error);
    } else {
      this.evaluate(this.address, (address) => {
        this.begin(address);
        this.send(event);
      });
    }
  }

  override close(): void {
    this.state = 'over';
    this.handshake?.stop();
    this.pending.clear();
  }

  private begin(address: string): void {
    const target = parseTarget(address);
    const request = target === null ? null : socksConnect(target.host, target.port);
    if (request === null) {
      this.note('error', `invalid target: ${address}`);
      this.finish('CannotResolve');
      return;
    }
    this.state = 'negotiating';
    this.handshake = new HandshakeTimer(this.pipeline.runtime, this.handshakeTimeout, () => this.fails('ConnectionTimeout'));
    this.client = new SocksClient(request);
    this.server = this.pipeline.spawn(this.target.layout!, this.pipeline.context, { input: (event) => this.receive(event) });
    this.server.input(new Data(socksGreeting()));
  }

  private send(event: Event): void {
    if (this.state === 'over' || (event.kind !== 'Data' && event.kind !== 'StreamEnd')) return;
    if (this.state === 'connected') this.server.input(event);
    else this.pending.add(event, this.pipeline.runtime.flow);
  }

  private receive(event: Event): void {
    if (this.state === 'over') return;
    if (event.kind === 'StreamEnd') {
      // An end before the connection stands is a failure, in order or not.
      this.finish(event.error === '' && this.state !== 'connected' ? 'ConnectionRefused' : event.error);
    } else if (event.kind === 'Data') {
      if (this.state === 'connected') {
        this.output(event);
      } else {
        this.client.push(event.toBuffer());
        this.negotiate();
      }
    }
  }

  /** The server may answer while it is being asked: then its answer is taken here, behind what came before. */
  private negotiate(): void {
    if (this.asking) return;
    while (this.state === 'negotiating') {
      const answer = this.client.next();
      if (answer.kind === 'send') {
        this.asking = true;
        this.server.input(new Data(answer.bytes));
        this.asking = false;
      } else {
        if (answer.kind === 'connected') this.connected(answer.rest);
        else if (answer.kind === 'fail') this.fails(answer.error);
        return;
      }
    }
  }

  private connected(rest: Buffer): void {
    this.state = 'connected';
    this.handshake?.stop();
    this.pending.release(this.pipeline.runtime.flow, (event) => this.server.input(event));
    if (rest.length > 0) this.output(new Data(rest));
  }

  private fails(error: StreamErrorCode): void {
    // What it says to that is not heard any more.
    this.close();
    this.server.input(new StreamEnd());
    this.output(new StreamEnd(error));
  }

  private finish(error: StreamErrorCode | ''): void {
    if (this.state === 'over') return;
    this.close();
    this.output(new StreamEnd(error));
  }
}
