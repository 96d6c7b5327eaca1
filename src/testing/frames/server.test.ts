/** Our server, frame by frame, as `cases/server` says: a client that does as it likes on a socket, before a proxy in this process. */
import { connect } from 'node:net';
import { casesIn, stepsOf, type Case, type Step } from './case.js';
import { bytesOf } from './notation.js';
import { Proxy } from './proxy.js';
import { agrees, Wire } from './wire.js';

/** Says what it has understood; some paths do otherwise. */
const script = `pipy({ _path: '' })
  .listen(1)
    .demuxHTTP('request')
  .pipeline('request')
    .handleMessageStart(({ head }) => _path = head.path)
    .link('never', () => _path === '/never', 'early', () => _path === '/early', 'large', () => _path === '/large', 'fields', () => _path === '/fields', 'echo')
  .pipeline('never')
    .dummy()
  .pipeline('early')
    .replaceMessageStart(() => [new MessageStart, new Data('early'), new MessageEnd])
  .pipeline('large')
    .replaceMessage(() => new Message(new Data('x'.repeat(100000))))
  .pipeline('fields')
    .replaceMessage(() => new Message({ headers: { 'x-one': '1', 'x-two': '2' } }, ''))
  .pipeline('echo')
    .replaceMessage(
      ({ head, body }) => new Message(
        [head.method, head.path, ...Object.entries(head.headers).filter(([name]) => name !== 'host').map(([name, value]) => name + '=' + value), body.toString()]
          .filter(text => text).join(' ')
      )
    )`;

const greeting = bytesOf(["raw 'PRI * HTTP/2.0' 0d0a0d0a 'SM' 0d0a0d0a", 'SETTINGS 0']);

class Run {
  private readonly wire: Wire;
  private unsaid: Buffer;

  constructor(
    private readonly proxy: Proxy,
    { greets = true, kept = [] }: Case,
  ) {
    this.unsaid = greets ? greeting : Buffer.alloc(0);
    this.wire = new Wire(connect({ port: proxy.port(1), host: '127.0.0.1', allowHalfOpen: true }), { kept });
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'send') {
      this.wire.send(Buffer.concat([this.unsaid, bytesOf(step.lines)]));
      this.unsaid = Buffer.alloc(0);
    } else if (step.kind === 'hear') {
      const { lines } = step;
      const heard = await this.wire.hear((now) => agrees(now, lines), lines.at(-1) === 'closed');
      if (!agrees(heard, lines)) expect(heard).toEqual(lines);
    } else {
      await this.act(step.what);
    }
  }

  private async act(what: string): Promise<void> {
    const { clock, service } = this.proxy;
    const [verb, count] = what.split(' ');
    // What was sent before is taken before.
    if (verb !== 'end') await this.wire.settle();
    if (verb === 'wait') clock.advance(Number(count) * 1000);
    else if (verb === 'end') this.wire.socket.end();
    else if (verb === 'stop') void service.stop(30);
    else if (verb === 'reload') void service.reload();
    else throw new Error(`nobody knows how to ${what}`);
  }

  /** The client goes, and nothing is left of it. */
  async leave(): Promise<void> {
    this.wire.socket.destroy();
    await this.proxy.empty();
  }
}

test.each(casesIn('server'))('%s', async (_, given) => {
  const proxy = await Proxy.start(script);
  try {
    const run = new Run(proxy, given);
    for (const step of stepsOf(given.talk)) await run.take(step);
    await run.leave();
    expect([proxy.left, proxy.log.filter((line) => line.includes('[bug]'))]).toEqual([{}, []]);
  } finally {
    await proxy.service.kill();
  }
});
