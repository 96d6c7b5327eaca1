/** Connecting under a guard: what it does not let through is never dialled, whatever a name stands for. */
import type { LookupAddress } from 'node:dns';
import { connect, createServer, Socket as RawSocket, type AddressInfo } from 'node:net';
import { ConnectRules, parseConnectRule, type ConnectRule } from '../host/policy/connect-rules.js';
import type { Socket } from '../stream/runtime/ports.js';
import { dial } from './dial.js';

interface Server {
  readonly port: number;
  accepted: number;
  close(): Promise<void>;
}

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function serverAt(host: string): Promise<Server> {
  const listener = createServer((socket) => {
    server.accepted++;
    socket.end();
  });
  const server: Server = { port: 0, accepted: 0, close: () => new Promise((closed) => listener.close(() => closed())) };
  await new Promise<void>((open) => listener.listen(0, host, open));
  servers.push(server);
  return Object.assign(server, { port: (listener.address() as AddressInfo).port });
}

const found = (addresses: readonly string[]): LookupAddress[] => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** Dials a name that stands for the addresses that come next each time. */
function dialer(allowed: readonly string[], answers: readonly (readonly string[])[]): (port: number) => Promise<string> {
  const rules = new ConnectRules(allowed.flatMap((text) => parseConnectRule(text) as readonly ConnectRule[]), []);
  const left = [...answers];
  return (port) =>
    new Promise((told) => {
      dial(
        'name.example',
        port,
        5,
        {
          onConnect: (socket) => {
            told(`connected to ${socket.remoteAddress}`);
            socket.destroy();
            return { onData() {}, onEnd() {}, onError() {}, onClose() {}, onDrain() {} };
          },
          onFail: (error, detail) => told(`${error}: ${detail}`),
        },
        (address) => rules.allowsAddress('name.example', address, port),
        { resolve: (_, done) => setImmediate(() => done(null, found(left.shift()!))), connect: (address, at) => connect({ host: address, port: at }) },
      );
    });
}

const refused = 'ConnectionRefused: Permission denied';

test('a name that stands for a private address is not dialled, nor one of several that are', async () => {
  const server = await serverAt('127.0.0.1');
  const dialName = dialer(['name.example'], [['127.0.0.1'], ['::1', '127.0.0.1', '10.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254'], ['fe80::1%lo']]);
  for (let i = 0; i < 5; i++) expect(await dialName(server.port)).toBe(refused);
  expect(server.accepted).toBe(0);
});

test('a name whose answers change is refused whenever they are private, and asked once for each connection', async () => {
  const server = await serverAt('127.0.0.1');
  const rebinding = dialer(['name.example', '127.0.0.2'], [['127.0.0.2'], ['127.0.0.1'], ['127.0.0.2', '127.0.0.1']]);
  const other = await new Promise<string>((told) => {
    void serverAt('127.0.0.2').then((second) => {
      // What is let through is what is dialled.
      void rebinding(second.port).then(told);
    });
  });
  expect(other).toBe('connected to 127.0.0.2');
  expect(await rebinding(server.port)).toBe(refused);
  expect(await rebinding(server.port)).toBe('ConnectionRefused: Connection refused');
  expect(server.accepted).toBe(0);
});

test('one that is closed looks like one that is denied', async () => {
  const { port, close } = await serverAt('127.0.0.1');
  await close();
  servers.pop();
  const [closed, denied] = [await dialer(['name.example', '127.0.0.1'], [['127.0.0.1']])(port), await dialer(['name.example'], [['127.0.0.1']])(port)];
  expect([closed.split(':')[0], denied.split(':')[0]]).toEqual(['ConnectionRefused', 'ConnectionRefused']);
});

test('whoever ends an attempt or a connection: that it is gone is told once', async () => {
  const { port } = await serverAt('127.0.0.1');
  const silent = { onData() {}, onEnd() {}, onError() {}, onClose() {}, onDrain() {} };
  const told: string[] = [];
  const gone = (name: string, host: string, at: number, end: (socket: Socket) => void = () => {}): Promise<void> =>
    new Promise((done) => {
      const attempt = dial(host, at, 0, {
        onConnect: (socket) => (end(socket), silent),
        onFail: () => void told.push(`${name} failed`),
        onGone: () => {
          told.push(name);
          done();
        },
      });
      if (name === 'canceled') attempt.cancel();
    });
  await gone('destroyed', '127.0.0.1', port, (socket) => socket.destroy());
  await gone('closed', '127.0.0.1', port, (socket) => socket.closeAfterSending());
  await gone('canceled', '127.0.0.1', port);
  await gone('refused', '127.0.0.1', 1);
  await gone('no port', '127.0.0.1', 70000);
  await new Promise(setImmediate);
  expect(told).toEqual(['destroyed', 'closed', 'canceled', 'refused', 'refused failed', 'no port', 'no port failed']);
});

describe('a name with several addresses', () => {
  const silent = { onData() {}, onEnd() {}, onError() {}, onClose() {}, onDrain() {} };

  /** What is tried, when, and what comes of it. An address that is not among `alive` or `dead` never answers. */
  function race(addresses: readonly string[], { alive = [], dead = [], timeout = 5, permits = () => true }: { alive?: string[]; dead?: string[]; timeout?: number; permits?: (address: string) => boolean }) {
    const tried: string[] = [];
    const sockets: RawSocket[] = [];
    const network = {
      resolve: (_: string, done: (error: Error | null, addresses: LookupAddress[]) => void): void => done(null, found(addresses)),
      connect(address: string): RawSocket {
        tried.push(address);
        const socket = new RawSocket();
        sockets.push(socket);
        if (alive.includes(address)) setImmediate(() => socket.destroyed || socket.emit('connect'));
        if (dead.includes(address)) setImmediate(() => socket.destroy(Object.assign(new Error(), { code: 'ECONNREFUSED' })));
        return socket;
      },
    };
    const start = performance.now();
    const result = new Promise<string>((told) => {
      dial(
        'name.example',
        80,
        timeout,
        {
          onConnect: () => {
            told(`connected to ${tried.at(-1)}`);
            return silent;
          },
          onFail: (error, _, address) => told(`${error} at ${address}`),
        },
        permits,
        network,
      );
    });
    const left = (): number => sockets.filter((socket) => !socket.destroyed).length;
    return { tried, result, left, elapsed: () => performance.now() - start };
  }

  test('those that refuse are passed over at once, families in turn', async () => {
    const { tried, result, elapsed } = race(['10.0.0.1', '10.0.0.2', '10.0.0.3', 'fd00::1'], { dead: ['10.0.0.1', 'fd00::1', '10.0.0.2'], alive: ['10.0.0.3'] });
    expect(await result).toBe('connected to 10.0.0.3');
    expect(tried).toEqual(['10.0.0.1', 'fd00::1', '10.0.0.2', '10.0.0.3']);
    expect(elapsed()).toBeLessThan(250);
  });

  test('one that is silent is not waited for, and is let go when another has answered', async () => {
    const { tried, result, left, elapsed } = race(['10.0.0.1', '10.0.0.2'], { alive: ['10.0.0.2'] });
    expect(await result).toBe('connected to 10.0.0.2');
    expect([tried, left()]).toEqual([['10.0.0.1', '10.0.0.2'], 1]);
    expect(elapsed()).toBeGreaterThan(200);
  });

  test('when all refuse, that is the answer', async () => {
    const { result, left } = race(['10.0.0.1', '10.0.0.2'], { dead: ['10.0.0.1', '10.0.0.2'] });
    expect([await result, left()]).toEqual(['ConnectionRefused at 10.0.0.2', 0]);
  });

  test('all of them together have the time of one, and the last of many is not behind four that are silent', async () => {
    const many = Array.from({ length: 100 }, (_, i) => `10.0.0.${i}`);
    const silent = race(many, { timeout: 0.6 });
    const one = race(many, { alive: ['10.0.0.5'] });
    expect([await silent.result, silent.left(), silent.tried.length]).toEqual(['ConnectionTimeout at 10.0.0.2', 0, 3]);
    expect([await one.result, one.left(), one.tried.length]).toEqual(['connected to 10.0.0.5', 1, 6]);
  });

  test('each is asked about before any is tried', async () => {
    const { tried, result } = race(['10.0.0.1', '10.0.0.2', '10.0.0.3'], { dead: ['10.0.0.2'], alive: ['10.0.0.1', '10.0.0.3'], permits: (address) => address !== '10.0.0.1' });
    expect([await result, tried]).toEqual(['connected to 10.0.0.3', ['10.0.0.2', '10.0.0.3']]);
  });
});
