/** Origins that say what is not so, or too much. */
import { gzipSync } from 'node:zlib';
import { dribble, pour } from '../speech.mjs';

const asked = (act) => (socket) => socket.once('data', () => act(socket));
const answers = (text) => (socket) => socket.on('data', () => socket.write(text));
const bomb = gzipSync(Buffer.alloc(200 << 20));

export default [
  { name: 'a head without an end', origin: asked((socket) => (socket.write('HTTP/1.1 200 OK\r\n'), pour(socket, `x: ${'y'.repeat(1000)}\r\n`.repeat(50)))) },
  { name: 'a status line without an end', origin: asked((socket) => (socket.write('HTTP/1.1 200 '), pour(socket, 'x'.repeat(65_536)))) },
  { name: 'interim responses without an end', origin: asked((socket) => pour(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2000))) },
  { name: 'a body without an end, of which nothing is taken', reads: false, origin: asked((socket) => (socket.write('HTTP/1.1 200 OK\r\n\r\n'), pour(socket, 'x'.repeat(65_536)))) },
  { name: 'a chunk size without an end', origin: asked((socket) => (socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'), pour(socket, '0'.repeat(65_536)))) },
  { name: 'chunks of a byte without an end, of which nothing is taken', reads: false, origin: asked((socket) => (socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'), pour(socket, '1\r\nx\r\n'.repeat(10_000)))) },
  { name: 'more than its length', origin: answers(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok${'x'.repeat(10_000)}`) },
  { name: 'more than its length, without an end', origin: asked((socket) => (socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'), pour(socket, 'x'.repeat(65_536)))) },
  { name: 'two answers for each request', origin: answers('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'.repeat(2)) },
  { name: 'an answer before it is asked', origin: (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok') },
  { name: 'bytes on a connection that is kept and idle', many: 3, origin: (socket) => (socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')), dribble(socket, () => 'x', 50)) },
  { name: 'answers before the end of the request', body: 'x'.repeat(4 << 20), origin: answers('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok') },
  { name: 'answers before the end of the request, and takes nothing of it', body: 'x'.repeat(4 << 20), origin: (socket) => socket.once('data', () => (socket.pause(), socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))) },
  { name: 'takes nothing of the request', body: 'x'.repeat(64 << 20), many: 3, origin: (socket) => socket.pause() },
  { name: 'no HTTP', origin: answers('SSH-2.0-OpenSSH_9.6\r\n') },
  { name: 'switches protocols that nobody asked for', origin: answers('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n') },
  { name: 'a bomb', many: 3, target: '/zipped', origin: asked((socket) => (socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`), socket.write(bomb))) },
];
