/** Clients that want something else than HTTP, and do not mean it. */
import { dribble, get, pour } from '../speech.mjs';

const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
const connect = 'CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n';
const silent = () => {};

export default [
  { name: 'CONNECT that nobody answers', speak: (socket) => socket.write(connect), origin: silent },
  { name: 'CONNECT that nobody answers, and bytes behind it', speak: (socket) => (socket.write(connect), pour(socket, 'x'.repeat(65_536))), origin: silent },
  { name: 'a websocket that nobody answers', speak: (socket) => socket.write(get('/bad', upgrade)), origin: silent },
  { name: 'a websocket that nobody answers, and frames behind it', speak: (socket) => (socket.write(get('/bad', upgrade)), pour(socket, '\x89\x00'.repeat(10_000))), origin: silent },
  { name: 'a websocket of a server that knows none', speak: (socket) => socket.write(get('/good/x', upgrade)) },
  { name: 'a websocket in every request', lasts: true, many: 5, speak: (socket) => pour(socket, get('/good/x', upgrade).repeat(50)) },
  { name: 'upgrades to what nobody knows', lasts: true, many: 5, speak: (socket) => pour(socket, get('/good/x', 'Connection: Upgrade\r\nUpgrade: a, b, c, TLS/1.0, h2\r\n').repeat(50)) },
  { name: 'a websocket that opens and is reset', speak: (socket) => (socket.write(get('/bad', upgrade)), socket.once('data', () => socket.resetAndDestroy())), origin: (socket) => socket.once('data', () => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')) },
  { name: 'SOCKS: says nothing', to: 'socks', speak() {} },
  { name: 'SOCKS: half a hello', to: 'socks', speak: (socket) => socket.write(Buffer.of(5, 200)) },
  { name: 'SOCKS: a name byte by byte', to: 'socks', speak: (socket) => (socket.write(Buffer.of(5, 1, 0, 5, 1, 0, 3, 255)), dribble(socket, () => 'a', 200)) },
  { name: 'SOCKS 4: a user without an end', to: 'socks', speak: (socket) => (socket.write(Buffer.of(4, 1, 0, 80, 1, 2, 3, 4)), pour(socket, 'u'.repeat(10_000))) },
  { name: 'raw: says nothing, where the port has a time', to: 'raw', speak() {} },
  { name: 'raw: takes nothing, where the port has a time', to: 'raw', reads: false, speak: (socket) => socket.write('x'), origin: (socket) => pour(socket, 'x'.repeat(65_536)) },
];
