import { Data } from '../stream/bytes/data.js';
import type { TlsObserver, TlsOptions, TlsSession } from '../stream/runtime/ports.js';
import { certificate, key } from '../testing/certificate.js';
import { tls } from './tls.js';

const clientOptions: TlsOptions = { server: false, credentials: null, trusted: [], serverName: 'pipyjs.test' };
const serverOptions: TlsOptions = { server: true, credentials: () => ({ certificate, key }), trusted: [], serverName: undefined };

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
    onSecure: () => {},
    onFinish: () => ((told[side] += '<finish>'), wake()),
    onEnd: () => ((told[side] += '<end>'), wake()),
    onError: (error) => ((told[side] += `<${error}>`), wake()),
  });
  sessions.server = tls.open({ ...serverOptions, ...options.server }, observer('server', 'client'));
  sessions.client = tls.open({ ...clientOptions, ...options.client }, observer('client', 'server'));
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
