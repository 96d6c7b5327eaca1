/** Who does not read is not read from: also when answers are made later, by nobody's bytes. */
import { get as fields, headers, preface, settings } from '../stream/testing/http2-peer.js';
import { Served } from './served.js';

const http1 = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const http2 = (n: number): string => headers(n * 2 + 1, fields()).toString('latin1');

test.each<[what: string, opening: string, one: (n: number) => string]>([
  ['HTTP/1', '', () => http1],
  ['HTTP/2', Buffer.concat([preface, settings([4, 0x7fffffff]), Buffer.from('0000040800000000007fff0000', 'hex')]).toString('latin1'), http2],
])('%s', (_, opening, one) => {
  const served = new Served("pipy().listen(80).serveHTTP(() => Promise.resolve(new Message('x'.repeat(100000))))", { memory: 1 << 28, fuel: 1e9 });
  const socket = served.connect(80);
  socket.stuck = true;
  if (opening !== '') served.feed(socket, opening);
  let asked = 0;
  while (!socket.paused && asked < 100) served.feed(socket, one(asked++));
  expect([socket.paused, asked < 30]).toEqual([true, true]);
  socket.drain();
  expect(socket.paused).toBe(false);
});
