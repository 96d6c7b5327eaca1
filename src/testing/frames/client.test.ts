/** Our client, frame by frame, as `cases/client` says: an origin that does as it likes, behind a proxy in this process that others ask. */
import { request as httpRequest, type ClientRequest } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Bell } from '../bell.js';
import { casesIn, stepsOf, type Case, type Step } from './case.js';
import { bytesOf } from './notation.js';
import { Proxy } from './proxy.js';
import { agrees, Wire } from './wire.js';

const script = (port: number): string => `pipy()
  .listen(1)
    .demuxHTTP('request')
  .pipeline('request')
    .muxHTTP('connection', '', { version: 2 })
  .pipeline('connection')
    .connect('127.0.0.1:${port}')`;

const prefaceSize = 24;

/** Somebody who asks the proxy in HTTP/1, and what became of it: `200 {x: y} 'body'`, with `cut` where that is not whole, or `lost`. */
class Asker {
  outcome: string | null = null;
  readonly request: ClientRequest;

  constructor(port: number, method: string, path: string, onOutcome: () => void) {
    this.request = httpRequest({ port, host: '127.0.0.1', method, path, headers: { host: 'a' }, agent: false });
    const end = (outcome: string): void => {
      this.outcome ??= outcome;
      onOutcome();
    };
    let begun = false;
    // An answer that is cut short is reset: what has come of it is told all the same.
    this.request.on('error', () => begun || end('lost'));
    this.request.on('response', (response) => {
      begun = true;
      const body: Buffer[] = [];
      response.on('data', (part: Buffer) => body.push(part));
      response.on('error', () => {});
      response.on('close', () => {
        const bytes = Buffer.concat(body);
        const fields = Object.entries(response.headers).filter(([name]) => !['connection', 'keep-alive', 'transfer-encoding'].includes(name));
        const head = `${response.statusCode}${fields.length === 0 ? '' : ` {${fields.map(([name, value]) => `${name}: ${String(value)}`).join(', ')}}`}`;
        const text = bytes.length === 0 ? '' : bytes.length > 100 ? ` ${bytes.length} bytes` : ` '${bytes.toString('latin1')}'`;
        end(`${head}${text}${response.complete ? '' : ' cut'}`);
      });
    });
  }
}

class Run {
  private readonly wires: Wire[] = [];
  private readonly askers = new Map<string, Asker>();
  private readonly bell = new Bell();
  /** Which connection the talk is about. */
  private current = 0;

  private constructor(
    readonly origin: Server,
    readonly proxy: Proxy,
    private readonly given: Case,
  ) {
    origin.on('connection', (socket) => {
      const wire = new Wire(socket, { skip: prefaceSize, kept: given.kept ?? [] });
      if (given.greets !== false) wire.send(bytesOf(['SETTINGS 0']));
      this.wires.push(wire);
      this.bell.ring();
    });
  }

  static async start(given: Case): Promise<Run> {
    const origin = createServer({ allowHalfOpen: true });
    await new Promise<void>((done) => origin.listen(0, '127.0.0.1', done));
    return new Run(origin, await Proxy.start(script((origin.address() as AddressInfo).port)), given);
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'act') {
      await this.act(step.what);
      return;
    }
    const wire = await this.wire();
    if (step.kind === 'send') {
      wire.send(bytesOf(step.lines));
      return;
    }
    const { lines } = step;
    const heard = await wire.hear((now) => agrees(now, lines), lines.at(-1) === 'closed' || this.given.greets === false);
    if (!agrees(heard, lines)) expect(heard).toEqual(lines);
  }

  /** Ends all; what is left of the proxy is what it keeps for others. */
  async close(): Promise<void> {
    for (const { request } of this.askers.values()) request.destroy();
    for (const { socket } of this.wires) socket.destroy();
    this.origin.close();
    await this.proxy.empty();
  }

  private async wire(): Promise<Wire> {
    await this.bell.until(() => this.wires.length > this.current, () => 'a connection to the origin');
    return this.wires[this.current];
  }

  private async act(what: string): Promise<void> {
    const [, verb, id = '', rest = ''] = /^(\S+)(?: (\w+):?)?(?: (.*))?$/s.exec(what)!;
    if (verb === 'ask') this.ask(id, rest);
    else if (verb === 'more') this.asker(id).request.write(rest);
    else if (verb === 'done') this.asker(id).request.end();
    else if (verb === 'leave') this.asker(id).request.socket!.resetAndDestroy();
    else if (verb === 'next') this.current++;
    else if (verb === 'end') (await this.wire()).socket.end();
    else if (verb === 'lose') (await this.wire()).socket.resetAndDestroy();
    else if (verb === '=') await this.expect(id, rest);
    else if (verb === 'wait') {
      await (await this.wire()).settle();
      this.proxy.clock.advance(Number(id) * 1000);
    } else throw new Error(`nobody knows how to ${what}`);
  }

  private ask(id: string, text: string): void {
    const [, method, path, body] = /^(\S+) (\S+)(?: (.*))?$/s.exec(text)!;
    const asker = new Asker(this.proxy.port(1), method, path, () => this.bell.ring());
    this.askers.set(id, asker);
    // A body that is not whole is sent in chunks.
    if (body === '…') asker.request.flushHeaders();
    else asker.request.end(body);
  }

  private asker(id: string): Asker {
    return this.askers.get(id)!;
  }

  private async expect(id: string, outcome: string): Promise<void> {
    const asker = this.asker(id);
    await this.bell.comes(() => asker.outcome !== null);
    expect(`${id}: ${asker.outcome}`).toBe(`${id}: ${outcome}`);
  }
}

test.each(casesIn('client'))('%s', async (_, given) => {
  const run = await Run.start(given);
  try {
    for (const step of stepsOf(given.talk)) await run.take(step);
    await run.close();
    expect([run.proxy.left, run.proxy.log.filter((line) => line.includes('[bug]'))]).toEqual([{}, []]);
  } finally {
    run.origin.close();
    await run.proxy.service.kill();
  }
});
