/** Origins that are bad at HTTP/2. */
import { endHeaders, frame, literal, number, settings } from '../frames.mjs';
import { dribble, pour } from '../speech.mjs';

const target = '/bad2';
const greets = (act) => (socket) => (socket.write(settings()), socket.once('data', () => setTimeout(() => socket.writable && act(socket), 20)));
const status = (value) => Buffer.concat([Buffer.of(0x08, value.length), Buffer.from(value)]);
const respond = (flags = 0) => frame('headers', endHeaders | flags, 1, status('200'));
const flood = (bytes) => greets((socket) => pour(socket, Buffer.concat(Array.from({ length: 500 }, () => bytes)).toString('latin1')));

export default [
  { name: 'says nothing', origin() {} },
  { name: 'greets and says nothing more', origin: greets(() => {}) },
  { name: 'HTTP/1 in its place', origin: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n') },
  { name: 'takes no streams', origin: (socket) => socket.write(settings([3, 0])) },
  { name: 'half a head', origin: greets((socket) => socket.write(frame('headers', 0, 1, status('200')))) },
  { name: 'CONTINUATION without an end', origin: greets((socket) => (socket.write(frame('headers', 0, 1, status('200'))), pour(socket, frame('continuation', 0, 1).toString('latin1').repeat(1000)))) },
  { name: 'interim responses without an end', origin: flood(frame('headers', endHeaders, 1, status('103'))) },
  { name: 'interim responses, slowly', origin: greets((socket) => dribble(socket, () => frame('headers', endHeaders, 1, status('103')), 200)) },
  { name: 'half a body', origin: greets((socket) => socket.write(Buffer.concat([respond(), frame('data', 0, 1, Buffer.from('half'))]))) },
  { name: 'more than the window has room for', origin: greets((socket) => (socket.write(respond()), pour(socket, frame('data', 0, 1, Buffer.alloc(16_384)).toString('latin1')))), reads: false },
  { name: 'pushes', origin: greets((socket) => socket.write(Buffer.concat([Buffer.of(0, 0, 5, 5, 4, 0, 0, 0, 1), number(2), Buffer.of(0x82)]))) },
  { name: 'a flood of PING', origin: flood(frame('ping', 0, 0, Buffer.alloc(8))) },
  { name: 'a flood of SETTINGS', origin: flood(settings()) },
  { name: 'resets each stream', origin: greets((socket) => socket.write(frame('reset', 0, 1, number(2)))) },
  { name: 'refuses each stream', origin: greets((socket) => socket.write(frame('reset', 0, 1, number(7)))) },
  { name: 'goes away at once', origin: (socket) => socket.write(Buffer.concat([settings(), frame('goaway', 0, 0, Buffer.alloc(8))])) },
  { name: 'a bomb of headers', origin: greets((socket) => socket.write(frame('headers', endHeaders, 1, Buffer.concat([status('200'), ...Array.from({ length: 1000 }, () => literal('x', ''))])))) },
  { name: 'takes nothing of the request', body: 'x'.repeat(1 << 20), origin: (socket) => socket.write(settings([4, 0])) },
].map((peer) => ({ target, ...peer }));
