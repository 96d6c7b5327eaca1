/** Clients that are bad at HTTP/2. */
import { ack, endHeaders, fields, frame, headers, literal, number, opening, preface } from '../frames.mjs';
import { dribble, get, pour } from '../speech.mjs';

/** The same frames as fast as they are taken. */
const flood = (bytes, begin = opening()) => (socket) => (socket.write(begin), pour(socket, Buffer.concat(Array.from({ length: 500 }, () => bytes)).toString('latin1')));

/** What `next` makes of one stream after the other, as fast as it is taken. */
const streams = (next) => (socket) => {
  socket.write(opening());
  let stream = 1;
  const write = () => {
    while (socket.writable) {
      const some = Buffer.concat(Array.from({ length: 50 }, () => next((stream += 2))));
      if (!socket.write(some)) return;
    }
  };
  socket.on('drain', write);
  write();
};

const asks = (count, target) => Buffer.concat(Array.from({ length: count }, (_, i) => headers(1 + 2 * i, 'GET', target)));

/** A list in which one entry of 4 KB is named again and again. */
const bomb = Buffer.concat([fields('GET', '/good/x'), Buffer.concat([Buffer.of(0x40, 1), Buffer.from('a'), Buffer.of(0x7f, 0x81, 0x1e), Buffer.alloc(4096 - 256, 97)]), Buffer.alloc(12_000, 0xbe)]);

export default [
  { name: 'half a preface', speak: (socket) => socket.write(preface.slice(0, 20)) },
  { name: 'a preface and nothing more', speak: (socket) => socket.write(preface) },
  { name: 'nothing after the settings', speak: (socket) => socket.write(opening()) },
  { name: 'PING now and then', speak: (socket) => (socket.write(opening()), dribble(socket, () => frame('ping', 0, 0, Buffer.alloc(8)), 200)) },
  { name: 'streams that are reset at once', speak: streams((stream) => Buffer.concat([headers(stream, 'GET', '/good/x'), frame('reset', 0, stream, number(8))])) },
  { name: 'streams that are reset by us', speak: streams((stream) => Buffer.concat([headers(stream, 'GET', '/good/x', false), frame('windowUpdate', 0, stream, number(0))])) },
  { name: 'streams without an end', speak: streams((stream) => headers(stream, 'POST', '/mirror', false)) },
  { name: 'streams that wait for an origin that is silent', speak: streams((stream) => headers(stream, 'GET', '/bad')), origin: () => {} },
  { name: 'a flood of PING', speak: flood(frame('ping', 0, 0, Buffer.alloc(8))) },
  { name: 'a flood of PING that are answers', speak: flood(frame('ping', ack, 0, Buffer.alloc(8))) },
  { name: 'a flood of PING whose answers nobody takes', reads: false, speak: flood(frame('ping', 0, 0, Buffer.alloc(8))) },
  { name: 'a flood of SETTINGS', speak: flood(frame('settings', 0, 0)) },
  { name: 'a flood of SETTINGS that resize the table', speak: flood(Buffer.concat([frame('settings', 0, 0, Buffer.concat([Buffer.of(0, 1), number(0)])), frame('settings', 0, 0, Buffer.concat([Buffer.of(0, 1), number(4096)]))])) },
  { name: 'a flood of WINDOW_UPDATE', speak: flood(frame('windowUpdate', 0, 0, number(1))) },
  { name: 'a flood of PRIORITY', speak: flood(frame('priority', 0, 3, Buffer.alloc(5))) },
  { name: 'a flood of empty DATA', speak: flood(frame('data', 0, 1), Buffer.concat([opening(), headers(1, 'POST', '/mirror', false)])) },
  { name: 'a flood of DATA for a stream that is gone', speak: flood(frame('data', 0, 1, Buffer.alloc(100)), Buffer.concat([opening(), headers(1, 'GET', '/good/x'), frame('reset', 0, 1, number(8))])) },
  { name: 'a flood of GOAWAY', speak: flood(frame('goaway', 0, 0, Buffer.alloc(8))) },
  { name: 'a flood of frames that nobody knows', speak: flood(Buffer.concat([Buffer.of(0, 0, 0, 0xee, 0, 0, 0, 0, 0)])) },
  { name: 'CONTINUATION without an end', speak: flood(frame('continuation', 0, 1, literal('x', 'y'.repeat(100))), Buffer.concat([opening(), frame('headers', 0, 1, fields('GET', '/good/x'))])) },
  { name: 'empty CONTINUATION without an end', speak: flood(frame('continuation', 0, 1), Buffer.concat([opening(), frame('headers', 0, 1, fields('GET', '/good/x'))])) },
  { name: 'a header list that does not go on', speak: (socket) => socket.write(Buffer.concat([opening(), frame('headers', 0, 1, fields('GET', '/good/x'))])) },
  { name: 'bombs of one entry', speak: streams((stream) => frame('headers', endHeaders | 1, stream, bomb)) },
  { name: 'lists of tiny fields', speak: streams((stream) => frame('headers', endHeaders | 1, stream, Buffer.concat([fields('GET', '/good/x'), ...Array.from({ length: 1000 }, () => literal('x', ''))]))) },
  { name: 'frames of 16 MB', speak: (socket) => (socket.write(Buffer.concat([opening(), Buffer.of(255, 255, 255, 0, 0, 0, 0, 0, 1)])), pour(socket, 'x'.repeat(65_536))) },
  { name: 'a window of nothing', speak: (socket) => socket.write(Buffer.concat([opening([4, 0]), asks(50, '/large')])) },
  { name: 'a window that grows byte by byte', speak: (socket) => (socket.write(Buffer.concat([opening([4, 1]), asks(20, '/large')])), dribble(socket, () => Buffer.concat(Array.from({ length: 20 }, (_, i) => frame('windowUpdate', 0, 1 + 2 * i, number(1)))), 300)) },
  { name: 'takes nothing of the connection', reads: false, speak: (socket) => socket.write(Buffer.concat([opening([4, 2 ** 31 - 1]), frame('windowUpdate', 0, 0, number(2 ** 30)), asks(50, '/large')])) },
  { name: 'bodies byte by byte', speak: (socket) => (socket.write(Buffer.concat([opening(), headers(1, 'POST', '/mirror', false)])), dribble(socket, () => frame('data', 0, 1, Buffer.of(120)), 200)) },
  { name: 'DATA of a byte each', lasts: true, many: 5, speak: flood(frame('data', 0, 1, Buffer.of(120)), Buffer.concat([opening(), headers(1, 'POST', '/mirror', false)])) },
  { name: 'asks for HTTP/2 and does not speak it', speak: (socket) => (socket.write(get('/good/x', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n')), pour(socket, get('/good/x').repeat(100))) },
  { name: 'asks for HTTP/2 and says nothing', speak: (socket) => socket.write(get('/good/x', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n')) },
];
