/** Examples of the reference that reach for the world outside do there what they are said to do. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { connect as connectTLS, createServer as createServerTLS } from 'node:tls';
import { join } from 'node:path';
import { certificate, key } from './certificate.js';
import { ofFilters, ofGlobals } from './outside-examples.js';
import { bodyOf, ask, cleanUp, Client, folderOf, freePorts, Program } from './program.js';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await cleanUp();
});

/** Starts a script; gives the port that it listens on. */
async function started(script: string, files: Readonly<Record<string, string>> = {}): Promise<number> {
  const [port] = (await freePorts(1)) as [number];
  const program = new Program([join(folderOf({ 'main.js': script.replace(/(?<=\.listen\()\d+/, `'127.0.0.1:${port}'`), ...files }), 'main.js')]);
  await program.logged('Listening on');
  return port;
}

/** A server that is open until the test is over; gives its port. */
async function opened(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** What a server says that has been asked for something: once both sides are done. */
async function said(port: number, text: string): Promise<string> {
  const client = new Client(port).send(text);
  const answer = await client.until('\n');
  client.socket.destroy();
  return answer;
}

test('connect', async () => {
  const port = await opened(createServer((socket) => socket.on('data', (data: Buffer) => socket.write(`you said ${data.toString()}`))));
  const proxy = await started(ofFilters['connect'].replace('8081', String(port)));
  expect(await said(proxy, 'hello\n')).toBe('you said hello\n');
});

test('exec', async () => {
  const port = await started(ofFilters['exec']);
  const client = new Client(port).send('hello');
  client.socket.end();
  expect((await client.until('close')).trim()).toBe('5');
});

test('acceptTLS', async () => {
  const port = await started(ofFilters['acceptTLS'], { 'pipyjs.test.crt': certificate, 'pipyjs.test.key': key, 'example.com.crt': certificate, 'example.com.key': key });
  // A certificate of another name would be an error.
  const socket = connectTLS({ port, host: '127.0.0.1', servername: 'pipyjs.test', ca: certificate });
  const answer = await new Promise<string>((done, failed) => {
    let text = '';
    socket.on('error', failed).on('data', (data: Buffer) => (text += data.toString()));
    socket.on('end', () => done(text));
    socket.write('GET / HTTP/1.1\r\nhost: pipyjs.test\r\nconnection: close\r\n\r\n');
  });
  expect(bodyOf(answer)).toBe('Hello over TLS');
});

test('connectTLS', async () => {
  const names: unknown[] = [];
  const origin = createServerTLS({ cert: certificate, key }, (socket) => {
    names.push(socket.servername);
    socket.on('error', () => {}).on('data', (data: Buffer) => socket.write(`you said ${data.toString()}`));
  });
  const port = await opened(origin);
  const proxy = await started(ofFilters['connectTLS'].replace('example.com:443', `127.0.0.1:${port}`));
  expect(await said(proxy, 'hello\n')).toBe('you said hello\n');
  expect(names).toEqual(['example.com']);
});

test('each example of a filter is tried here', () => {
  expect(Object.keys(ofFilters)).toEqual(['acceptTLS', 'connect', 'connectTLS', 'exec']);
});

test('__inbound', async () => {
  const port = await started(ofGlobals['__inbound'].script);
  expect(bodyOf(await ask(port, '/'))).toMatch(new RegExp(`^connection \\d+ from 127\\.0\\.0\\.1 port \\d+ to 127\\.0\\.0\\.1 port ${port}$`));
});

const printing = Object.entries(ofGlobals).filter(([name]) => name !== '__inbound');

test.each(printing)('%s', async (name, { script }) => {
  const program = new Program([join(folderOf({ 'main.js': script }), 'main.js')], { env: { LANGUAGE: 'en' } });
  expect(await program.end()).toBe(name === 'pipy' ? 3 : 0);
  const printed = [...program.stderr.matchAll(/^\S+ \S+ \[INF\] (?!\[)(.*)$/gm)].map(([, line]) => line);
  expect(printed.pop()).toBe('Stopped.');
  expect(printed).toEqual([...script.matchAll(/^\/\/> (.*)$/gm)].map(([, line]) => line));
});
