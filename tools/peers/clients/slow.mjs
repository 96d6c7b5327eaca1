/** Clients that take their time. */
import { apart, byteByByte, chunked, dribble, get, post } from '../speech.mjs';

export default [
  { name: 'heads byte by byte', speak: (socket) => dribble(socket, byteByByte(get('/good/x', `x: ${'y'.repeat(1000)}`)), 200) },
  { name: 'half a head', speak: (socket) => socket.write('GET /good/x HTTP/1.1\r\nHost:') },
  { name: 'half of the second head', speak: (socket) => socket.write(`${get()}GET /good`) },
  { name: 'bodies byte by byte', speak: (socket) => (socket.write(post('/mirror', 'Content-Length: 100000\r\n')), dribble(socket, () => 'x', 200)) },
  { name: 'chunks byte by byte', speak: (socket) => (socket.write(post('/mirror', chunked)), dribble(socket, () => '1\r\nx\r\n', 200)) },
  { name: 'a size of a chunk, digit by digit', speak: (socket) => (socket.write(post('/mirror', chunked)), dribble(socket, () => '0', 200)) },
  { name: 'trailers byte by byte', speak: (socket) => (socket.write(post('/mirror', chunked, '0\r\nx: ')), dribble(socket, () => 'y', 200)) },
  { name: 'bodies that stop', speak: (socket) => socket.write(post('/mirror', 'Content-Length: 100000\r\n', 'x'.repeat(1000))) },
  { name: 'bodies that stop on their way to an origin', speak: (socket) => socket.write(post('/good/x', 'Content-Length: 100000\r\n', 'x'.repeat(10_000))) },
  { name: 'waits for 100 Continue and sends nothing', speak: (socket) => socket.write(post('/mirror', 'Content-Length: 5\r\nExpect: 100-continue\r\n')) },
  { name: 'takes nothing of an answer', reads: false, speak: (socket) => socket.write(get('/large')) },
  { name: 'takes nothing of the last answer', reads: false, speak: (socket) => socket.write(get('/large', 'Connection: close\r\n')) },
  { name: 'takes nothing of many answers', reads: false, speak: (socket) => socket.write(get('/large').repeat(100)) },
  {
    name: 'takes an answer by drops',
    reads: false,
    speak(socket) {
      socket.write(get('/large'));
      const timer = setInterval(() => socket.read(100), 100);
      socket.on('close', () => clearInterval(timer));
    },
  },
  { name: 'asks and asks, and takes nothing', reads: false, many: 10, speak: (socket) => dribble(socket, () => get('/good/x').repeat(100), 5) },
  { name: 'one byte a packet', many: 5, speak: (socket) => apart(socket, get('/good/x').repeat(200)) },
];
