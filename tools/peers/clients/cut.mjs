/** Clients that break off. */
import { chunked, get, post } from '../speech.mjs';

const head = 'GET /good/x HTTP/1.1\r\nHost: ';
const body = post('/mirror', 'Content-Length: 100\r\n', 'xxxxx');
const chunk = post('/good/x', chunked, '64\r\nxxxxx');

/** Says a text, and then does something when it is on its way. */
const then = (text, act) => (socket) => socket.write(text, () => act(socket));
const end = (socket) => socket.end();
const reset = (socket) => socket.resetAndDestroy();
const close = (socket) => socket.destroy();

export default [
  { name: 'end in the midst of a head', speak: then(head, end) },
  { name: 'close in the midst of a head', speak: then(head, close) },
  { name: 'reset in the midst of a head', speak: then(head, reset) },
  { name: 'end in the midst of a body', speak: then(body, end) },
  { name: 'close in the midst of a body', speak: then(body, close) },
  { name: 'reset in the midst of a body', speak: then(body, reset) },
  { name: 'end in the midst of a chunk', speak: then(chunk, end) },
  { name: 'reset in the midst of a chunk', speak: then(chunk, reset) },
  { name: 'end behind a request', speak: then(get(), end) },
  { name: 'reset behind a request', speak: then(get(), reset) },
  { name: 'reset behind a request whose answer is large', speak: then(get('/large'), reset) },
  { name: 'end behind a request whose answer is large, and take nothing', reads: false, speak: then(get('/large'), end) },
  { name: 'reset behind a hundred requests', speak: then(get().repeat(100), reset) },
  { name: 'reset behind a request that is never answered', speak: then(get('/bad'), reset), origin: () => {} },
];
