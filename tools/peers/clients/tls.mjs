/** Clients that are bad at TLS. */
import { connect as connectTls } from 'node:tls';
import { dribble, get, pour } from '../speech.mjs';

/** A hello that says it is as long as this, of which so much follows. */
const hello = (length, given) => Buffer.concat([Buffer.of(22, 3, 1, (given + 4) >> 8, (given + 4) & 255, 1, length >> 16, (length >> 8) & 255, length & 255), Buffer.alloc(given)]);

/** A record for each byte of a hello. */
const records = (count) => Buffer.concat(Array.from({ length: count }, (_, i) => Buffer.of(22, 3, 1, 0, 1, i === 0 ? 1 : 0)));

const session = (socket, options, act) => {
  const secure = connectTls({ socket, rejectUnauthorized: false, ...options }, () => act(secure));
  secure.on('error', () => {});
};

/** As an origin that takes what there is. */
const takes = (socket) => socket.resume();

export default [
  { name: 'says nothing', to: 'tls', speak() {} },
  { name: 'half a hello', to: 'tls', speak: (socket) => socket.write(hello(500, 100)) },
  { name: 'a hello byte by byte', to: 'tls', speak: (socket) => ((bytes, at = 0) => dribble(socket, () => bytes.subarray(at, ++at), 100))(hello(500, 496)) },
  { name: 'a hello of 16 MB', to: 'tls', speak: (socket) => (socket.write(hello(0xffffff, 16_000)), pour(socket, Buffer.concat([Buffer.of(22, 3, 1, 64, 0), Buffer.alloc(16_384)]).toString('latin1'))) },
  { name: 'records of one byte', to: 'tls', speak: (socket) => pour(socket, records(1000).toString('latin1')) },
  { name: 'records of one byte, slowly', to: 'tls', speak: (socket) => dribble(socket, () => records(1), 100) },
  { name: 'empty records', to: 'tls', speak: (socket) => pour(socket, Buffer.of(22, 3, 1, 0, 0).toString('latin1').repeat(1000)) },
  { name: 'plain text', to: 'tls', speak: (socket) => socket.write(get()) },
  { name: 'noise', to: 'tls', speak: (socket) => pour(socket, '\xff\x00\x17'.repeat(20_000)) },
  { name: 'handshakes that are reset when they are done', to: 'tls', many: 5, speak: (socket) => session(socket, {}, () => socket.resetAndDestroy()) },
  { name: 'silence after the handshake', to: 'tls', speak: (socket) => session(socket, {}, () => {}) },
  { name: 'noise after the handshake', to: 'tls', speak: (socket) => session(socket, {}, () => pour(socket, '\x17\x03\x03\x00\x10noise noise noise')) },
  {
    name: 'renegotiates again and again',
    to: 'tls',
    many: 5,
    speak: (socket) =>
      session(socket, { maxVersion: 'TLSv1.2' }, (secure) => {
        const again = () => secure.renegotiate({ rejectUnauthorized: false }, (error) => error === null && again());
        again();
      }),
  },
  { name: 'takes nothing of an answer', to: 'tls', reads: false, speak: (socket) => session(socket, {}, (secure) => (secure.pause(), secure.write(get('/large').repeat(10)))) },
  { name: 'heads byte by byte', to: 'tls', speak: (socket) => session(socket, {}, (secure) => dribble(secure, () => 'G', 300)) },
  { name: 'a hello of 16 MB, to whom only looks at it', to: 'hello', lasts: true, origin: takes, speak: (socket) => (socket.write(hello(0xffffff, 16_000)), pour(socket, Buffer.concat([Buffer.of(22, 3, 1, 64, 0), Buffer.alloc(16_384)]).toString('latin1'))) },
  { name: 'records of one byte, to whom only looks at them', to: 'hello', lasts: true, origin: takes, speak: (socket) => pour(socket, records(1000).toString('latin1')) },
];
