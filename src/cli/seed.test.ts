/** The scripts of the article, byte for byte, where `PIPYJS_SEED` names their folder. */
import { join } from 'node:path';
import { ask, bodyOf, cleanUp, Client, Program } from '../testing/program.js';

const seed = process.env['PIPYJS_SEED'];
if (seed === undefined) console.warn('skipped: PIPYJS_SEED does not name the folder of the scripts');

afterEach(cleanUp);

(seed === undefined ? test.skip : test)("the article's gateway runs unchanged", async () => {
  const gateway = new Program([join(seed!, 'proxy.js')]);
  await gateway.logged('Listening on port 8000 at 0.0.0.0');
  const client = new Client(8000);
  const request = async (path: string, end: string): Promise<string> =>
    client.send(`GET ${path} HTTP/1.1\r\nHost: localhost:8000\r\n\r\n`).until(end);
  expect(await request('/', 'found')).toBe('HTTP/1.1 404 Not Found\r\ncontent-length: 16\r\nconnection: keep-alive\r\n\r\nNo handler found');
  const refused = 'HTTP/1.1 502 Connection Refused\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n';
  expect(await request('/hi', '\r\n\r\n')).toBe(refused);

  await new Program([join(seed!, 'mock-proxy.js')]).logged('Listening on port', 3);
  const greetings = [];
  for (let i = 0; i < 4; i++) greetings.push((await ask(8000, '/hi')).split('\r\n\r\n')[1]);
  expect(new Set(greetings.slice(0, 2))).toEqual(new Set(['Hi, there!\n', 'You are requesting /hi from 127.0.0.1\n']));
  expect(greetings.slice(2)).toEqual(greetings.slice(0, 2));
  expect(await ask(8000, '/ip/a?b=c')).toContain('\r\n\r\nYou are requesting /ip/a?b=c from 127.0.0.1\n');
  for (const size of [0, 1, 65_536, 5_000_000]) {
    const body = 'y'.repeat(size);
    expect(bodyOf(await ask(8000, '/echo', body)) === body).toBe(true);
  }
});
