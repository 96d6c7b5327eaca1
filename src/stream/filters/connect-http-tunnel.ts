import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { Kept } from '../runtime/kept.js';
import type { PipelineReference } from '../runtime/layout.js';
import { dynamic, pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { parseTarget } from '../runtime/target.js';

export const connectHTTPTunnel = defineFilter({
  name: 'connectHTTPTunnel',
  since: '0.22',
  doc: 'Connects to a host through an HTTP proxy, which a sub-pipeline of messages leads to.',
  parameters: {
    target: pipeline('The sub-pipeline that leads to the proxy, such as one with `muxHTTP`, with a clone of the context.'),
    address: dynamic('text', "The host to connect to: 'host:port' or '[IPv6 address]:port'."),
  },
  plan: ({ target, address }) => ({
    create: (owner) => new ConnectHTTPTunnel(owner, target, address),
  }),
});

class ConnectHTTPTunnel extends Filter {
  private state: 'unused' | 'asking' | 'agreed' | 'connected' | 'over' = 'unused';
  private proxy: Pipeline | null = null;
  /** What waits for the tunnel. */
  private readonly pending = new Kept();

  constructor(
    owner: Pipeline,
    private readonly target: PipelineReference,
    private readonly address: Dynamic<string>,
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
    this.pending.clear();
  }

  private begin(address: string): void {
    if (parseTarget(address) === null) {
      this.note('error', `invalid target: ${address}`);
      this.finish('CannotResolve');
      return;
    }
    const { pipeline } = this;
    const { heads } = pipeline.runtime.ports;
    const headers = heads.create();
    headers.set('host', address);
    this.state = 'asking';
    this.proxy = pipeline.spawn(this.target.layout!, pipeline.context.clone(), { input: (event) => this.receive(event) });
    this.proxy.input(new MessageStart(heads.request('HTTP/1.1', 'CONNECT', address, headers)));
    this.proxy.input(new MessageEnd());
  }

  private send(event: Event): void {
    if (event.kind !== 'Data' && event.kind !== 'StreamEnd') return;
    if (this.state === 'connected') {
      this.proxy!.input(event);
    } else if (this.state !== 'over') {
      this.pending.add(event, this.pipeline.runtime.flow);
    }
  }

  private receive(event: Event): void {
    if (this.state === 'connected') {
      if (event.kind === 'Data') this.output(event);
      else if (event.kind === 'StreamEnd') this.finish(event.error);
    } else if (this.state === 'asking') {
      if (event.kind === 'MessageStart') this.check(event.head);
      // An end before the answer is a failure, in order or not.
      else if (event.kind === 'StreamEnd') this.finish(event.error === '' ? 'ConnectionRefused' : event.error);
    } else if (this.state === 'agreed') {
      if (event.kind === 'MessageEnd') this.connected();
      else if (event.kind === 'StreamEnd') this.finish(event.error);
    }
  }

  private check(head: Head | null): void {
    const status = Number(head?.get('status'));
    if (status >= 200 && status < 300) {
      this.state = 'agreed';
      return;
    }
    this.note('error', `the proxy did not open a tunnel: status ${status}`);
    this.finish(refusalOf(status));
  }

  private connected(): void {
    this.state = 'connected';
    this.pending.release(this.pipeline.runtime.flow, (event) => this.proxy!.input(event));
  }

  private finish(error: StreamErrorCode | ''): void {
    if (this.state === 'over') return;
    if (this.state !== 'connected') this.proxy?.release();
    this.close();
    this.output(new StreamEnd(error));
  }
}

/** What a status that opens no tunnel means to the stream. */
function refusalOf(status: number): StreamErrorCode {
  if (status === 401 || status === 403 || status === 407) return 'Unauthorized';
  return status === 504 ? 'ConnectionTimeout' : 'ConnectionRefused';
}
