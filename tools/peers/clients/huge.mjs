/** Clients that send more than anybody needs. */
import { gzipSync } from 'node:zlib';
import { chunked, get, post, pour } from '../speech.mjs';

const large = 'x'.repeat(65_536);

export default [
  { name: 'a head of a megabyte', speak: (socket) => socket.write(get('/good/x', `x: ${'y'.repeat(1 << 20)}\r\n`)) },
  { name: 'a head without an end', speak: (socket) => (socket.write('GET /good/x HTTP/1.1\r\nHost: a\r\n'), pour(socket, `x: ${large}\r\n`)) },
  { name: 'tiny fields without an end', speak: (socket) => (socket.write('GET /good/x HTTP/1.1\r\nHost: a\r\n'), pour(socket, 'x:\r\n'.repeat(10_000))) },
  { name: '250 fields in every head', lasts: true, many: 5, speak: (socket) => pour(socket, get('/good/x', Array.from({ length: 250 }, (_, i) => `x${i}: ${'y'.repeat(200)}\r\n`).join(''))) },
  { name: 'a URL of a megabyte', speak: (socket) => socket.write(get(`/${'x'.repeat(1 << 20)}`)) },
  { name: 'a URL without an end', speak: (socket) => (socket.write('GET /'), pour(socket, large)) },
  { name: 'a method without an end', speak: (socket) => pour(socket, large) },
  { name: 'empty lines without an end', speak: (socket) => pour(socket, '\r\n'.repeat(10_000)) },
  { name: 'an extension of a chunk without an end', speak: (socket) => (socket.write(post('/mirror', chunked, '1;')), pour(socket, large)) },
  { name: 'chunks with extensions', lasts: true, many: 5, speak: (socket) => (socket.write(post('/mirror', chunked)), pour(socket, `1;${'x'.repeat(900)}\r\ny\r\n`.repeat(50))) },
  { name: 'chunks of a byte', lasts: true, many: 5, speak: (socket) => (socket.write(post('/mirror', chunked)), pour(socket, '1\r\ny\r\n'.repeat(10_000))) },
  { name: 'trailers without an end', speak: (socket) => (socket.write(post('/mirror', chunked, '0\r\n')), pour(socket, `x: ${'y'.repeat(500)}\r\n`.repeat(100))) },
  { name: 'a body without an end', lasts: true, many: 5, speak: (socket) => (socket.write(post('/mirror', `Content-Length: ${2 ** 50}\r\n`)), pour(socket, large)) },
  { name: 'a body without an end, to an origin that takes none', many: 5, speak: (socket) => (socket.write(post('/bad', chunked)), pour(socket, `10000\r\n${large}\r\n`)), origin: (socket) => socket.pause() },
  { name: 'a bomb that nobody unpacks', many: 5, speak: (socket) => ((bomb) => socket.write(Buffer.concat([Buffer.from(post('/mirror', `Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n`)), bomb])))(gzipSync(Buffer.alloc(10 << 20))) },
];
