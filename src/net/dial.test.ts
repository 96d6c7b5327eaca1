/** Connecting under a guard: what it does not let through is never dialled, whatever a name stands for. */
import { createServer, type AddressInfo } from 'node:net';
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
        (_, done) => setImmediate(() => done(null, left.shift()!.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))),
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
