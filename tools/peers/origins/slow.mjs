/** Origins that take their time. */
import { byteByByte, dribble } from '../speech.mjs';

const asked = (act) => (socket) => socket.once('data', () => act(socket));

export default [
  { name: 'never answers', origin() {} },
  { name: 'a head byte by byte', origin: asked((socket) => dribble(socket, byteByByte(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1000)}`), 200)) },
  { name: 'half a head', origin: asked((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-le')) },
  { name: 'half a body', origin: asked((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')) },
  { name: 'half a chunk', origin: asked((socket) => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nhalf')) },
  { name: 'a body without a length that does not end', origin: asked((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nhalf')) },
  { name: 'interim responses, slowly', origin: asked((socket) => dribble(socket, () => 'HTTP/1.1 102 Processing\r\n\r\n', 200)) },
  { name: 'an answer byte by byte', many: 5, origin: asked((socket) => ((text, at = 0) => dribble(socket, () => text[at++] ?? null, 5))('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello')) },
  { name: 'says nothing in TLS', target: '/badtls', origin() {} },
  { name: 'noise in place of TLS', target: '/badtls', origin: asked((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')) },
];
