/** Origins that break off. */
const asked = (act) => (socket) => socket.once('data', () => act(socket));
const after = (text, act) => asked((socket) => socket.write(text, () => act(socket)));
const end = (socket) => socket.end();
const reset = (socket) => socket.resetAndDestroy();

const head = 'HTTP/1.1 200 OK\r\ncontent-';
const body = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf';
const chunk = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nhalf';
const whole = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

export default [
  { name: 'closes each connection at once', origin: (socket) => socket.destroy() },
  { name: 'resets each connection at once', origin: (socket) => socket.resetAndDestroy() },
  { name: 'closes when it is asked', origin: asked(end) },
  { name: 'resets when it is asked', origin: asked(reset) },
  { name: 'ends in the midst of a head', origin: after(head, end) },
  { name: 'resets in the midst of a head', origin: after(head, reset) },
  { name: 'ends in the midst of a body', origin: after(body, end) },
  { name: 'resets in the midst of a body', origin: after(body, reset) },
  { name: 'ends in the midst of a chunk', origin: after(chunk, end) },
  { name: 'ends behind an answer that says it is kept', origin: after(whole, end) },
  { name: 'resets behind an answer that says it is kept', origin: after(whole, reset) },
  { name: 'resets in the midst of the request', body: 'x'.repeat(1 << 20), origin: asked(reset) },
];
