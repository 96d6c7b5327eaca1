import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { Data } from '../stream/bytes/data.js';
import type { TlsObserver, TlsOptions, TlsSession } from '../stream/runtime/ports.js';
import { certificate, key } from '../testing/certificate.js';
import { tls } from './tls.js';

const clientOptions: TlsOptions = { scope: {}, server: false, credentials: null, trusted: [], serverName: 'pipyjs.test' };
const serverOptions: TlsOptions = { scope: {}, server: true, credentials: () => ({ certificate, key }), trusted: [], serverName: undefined };

/** Two sessions, each the other's wire. Gives what each was told, once `until` holds. */
async function converse(options: { client?: Partial<TlsOptions>; server?: Partial<TlsOptions> }, talk: (client: TlsSession, server: TlsSession) => void, until: (told: Record<'client' | 'server', string>) => boolean) {
  const told = { client: '', server: '' };
  const sessions: { client?: TlsSession; server?: TlsSession } = {};
  let wake = (): void => {};
  const observer = (side: 'client' | 'server', other: 'client' | 'server', reply: (text: string) => void = () => {}): TlsObserver => ({
    // As over a network: later, and in order.
    onCiphertext: (data) => setImmediate(() => sessions[other]?.receive(data)),
    onPlaintext: (data) => {
      told[side] += data.toBuffer().toString();
      reply(told[side]);
      wake();
    },
    onDrain: () => {},
    onSecure: () => {},
    onFinish: () => ((told[side] += '<finish>'), wake()),
    onEnd: () => ((told[side] += '<end>'), wake()),
    onError: (error) => ((told[side] += `<${error}>`), wake()),
  });
  sessions.server = tls.open({ ...serverOptions, scope: {}, ...options.server }, observer('server', 'client'));
  sessions.client = tls.open({ ...clientOptions, scope: {}, ...options.client }, observer('client', 'server'));
  talk(sessions.client, sessions.server);
  while (!until(told)) await new Promise<void>((resolve) => (wake = resolve));
  sessions.client.destroy();
  sessions.server.destroy();
  return told;
}

test('plaintext goes both ways, also what was sent before the handshake, and ends', async () => {
  const told = await converse(
    {},
    (client, server) => {
      client.send(Data.of('hello'));
      server.send(Data.of('welcome'));
      client.end();
      server.end();
    },
    (so) => [so.client, so.server].every((text) => text.includes('<end>') && text.includes('<finish>')),
  );
  expect(told.client.replace('<finish>', '')).toBe('welcome<end>');
  expect(told.server.replace('<finish>', '')).toBe('hello<end>');
});

test('a peer is verified when authorities are named', async () => {
  const told = await converse({ client: { trusted: [certificate] } }, (_, server) => server.send(Data.of('x')), ({ client }) => client !== '');
  expect(told.client).toBe('x');
});

test('the certificate is asked for again by the name that the client sends', async () => {
  const names: (string | undefined)[] = [];
  const credentials = (name: string | undefined) => (names.push(name), { certificate, key });
  await converse({ server: { credentials } }, (_, server) => server.send(Data.of('x')), ({ client }) => client !== '');
  expect(names).toEqual([undefined, 'pipyjs.test']);
});

test.each<[string, { client?: Partial<TlsOptions>; server?: Partial<TlsOptions> }, 'client' | 'server']>([
  ['a certificate of another name', { client: { trusted: [certificate], serverName: 'other.test' } }, 'client'],
  ['a client without the certificate that is asked for', { server: { trusted: [certificate] } }, 'server'],
  ['a server without a certificate', { server: { credentials: () => null } }, 'client'],
  ['a key that cannot be read', { server: { credentials: () => ({ certificate, key: 'garbage' }) } }, 'server'],
])('%s is Unauthorized', async (_, options, side) => {
  const told = await converse(options, () => {}, (so) => so[side].includes('<'));
  expect(told[side]).toBe('<Unauthorized>');
});

/** The event loop goes round so many times. */
async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
}

test('what the other side does not take stays plaintext, and goes on when it does', async () => {
  const large = 300_000;
  let ciphertext = 0;
  let drained = 0;
  let goOn = (): void => {};
  const client: { session?: TlsSession } = {};
  let received = 0;
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const server = tls.open(serverOptions, {
    onCiphertext: (data) => {
      if (received > 0) ciphertext += data.size;
      setImmediate(() => client.session?.receive(data));
    },
    onPlaintext: () => {
      server.send(Data.of('x'));
      goOn();
    },
    onDrain: () => drained++,
    onSecure() {},
    onFinish() {},
    onEnd() {},
    onError() {},
  });
  const asked = new Promise<void>((resolve) => (goOn = resolve));
  const open = tls.open(clientOptions, {
    onCiphertext: (data) => setImmediate(() => server.receive(data)),
    onPlaintext: (data) => {
      received += data.size;
      if (received === 1) {
        server.pause();
        server.send(Data.of('y'.repeat(large)));
        void rounds(20).then(() => {
          expect([server.unsent > 200_000, ciphertext < 100_000, drained]).toEqual([true, true, 0]);
          server.resume();
        });
      } else if (received === 1 + large) {
        finish();
      }
    },
    onDrain() {},
    onSecure: () => client.session!.send(Data.of('ask')),
    onFinish() {},
    onEnd() {},
    onError() {},
  });
  client.session = open;
  await asked;
  await finished;
  await rounds(20);
  expect([server.unsent, drained]).toEqual([0, 1]);
  open.destroy();
  server.destroy();
});

test('a client resumes a session with another of the same scope, and of no other', async () => {
  const scopes = [{}, {}] as const;
  let scope: object = scopes[0];
  const listener = createServer((raw) => {
    const session = tls.open(
      { ...serverOptions, scope },
      { onCiphertext: (data) => raw.write(data.toBuffer()), onPlaintext: () => session.send(Data.of('x')), onFinish: () => raw.end(), onDrain() {}, onSecure() {}, onEnd: () => session.end(), onError() {} },
    );
    raw.on('data', (bytes) => session.receive(new Data(bytes)));
    raw.on('error', () => {});
    raw.on('close', () => session.destroy());
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const visit = async (session: Buffer | undefined, happens: 'session' | 'data'): Promise<{ resumed: boolean; given: Buffer }> => {
    const socket = connect({ host: '127.0.0.1', port: (listener.address() as AddressInfo).port, rejectUnauthorized: false, ...(session && { session }) });
    socket.write('hello');
    const [given] = (await once(socket, happens)) as [Buffer];
    const resumed = socket.isSessionReused();
    socket.destroy();
    return { resumed, given };
  };
  const { given: ticket } = await visit(undefined, 'session');
  expect((await visit(ticket, 'data')).resumed).toBe(true);
  scope = scopes[1];
  expect((await visit(ticket, 'data')).resumed).toBe(false);
  listener.close();
});
