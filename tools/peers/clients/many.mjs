/** Clients that are too many, or ask too much. */
import { get } from '../speech.mjs';

const hundredThousand = Buffer.from(get('/good/x').repeat(100_000));

export default [
  { name: '100,000 requests in one packet', lasts: true, many: 2, speak: (socket) => socket.write(hundredThousand) },
  { name: '100,000 requests in one packet, and takes nothing', many: 2, reads: false, speak: (socket) => socket.write(hundredThousand) },
  { name: 'connections that say nothing, by the thousand', many: 2000, again: false, speak() {} },
  { name: 'connections that are kept after a request, by the thousand', many: 2000, again: false, speak: (socket) => socket.write(get()) },
  { name: 'connections that are opened and closed', many: 20, speak: (socket) => socket.once('connect', () => socket.destroy()) },
  { name: 'connections that are opened and reset', many: 20, speak: (socket) => socket.once('connect', () => socket.resetAndDestroy()) },
  { name: 'a connection for each request', many: 20, speak: (socket) => socket.write(get('/good/x', 'Connection: close\r\n')) },
  { name: 'malformed requests, each on a connection', many: 20, speak: (socket) => socket.write('GET /good/x HTTP/1.1\r\nHost : a\r\n\r\n') },
];
