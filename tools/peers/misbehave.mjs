/**
 * One bad peer, in a process of its own that gets of the processors what others leave: `node misbehave.mjs NUMBER PORTS`. It goes on until a line comes, opens
 * nothing more from then on, and keeps what is open. It prints a line once it is at work, and what it has seen, as JSON, when the input ends.
 */
import { connect, createServer } from 'node:net';
import { peers } from './kinds.mjs';
import { get, post } from './speech.mjs';

/** Connections that are opened at a time: no more than what waits at a port. */
const batch = 50;

const peer = peers[Number(process.argv[2])];
const ports = JSON.parse(process.argv[3]);
const seen = { opened: 0, ended: 0, longest: 0, answers: {} };
let open = 0;
let connected = 0;
let over = false;

// What comes of talking to somebody who is gone is no fault.
process.on('uncaughtException', (error) => (seen.error ??= String(error.stack)));

function ask(socket) {
  const { target = '/bad', body } = peer;
  if (body === undefined) socket.write(get(target, 'Connection: close\r\n'));
  else socket.write(post(target, `Content-Length: ${body.length}\r\nConnection: close\r\n`, body));
}

function one() {
  open++;
  seen.opened++;
  const begun = performance.now();
  const socket = connect({ port: ports[peer.to], host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  let answer = '';
  socket.on('error', () => {});
  socket.once('connect', () => {
    if (++connected === Math.min(peer.many, batch)) console.log('at work');
  });
  if (peer.reads) {
    socket.on('data', (bytes) => {
      if (answer.length < 12) answer += bytes.toString('latin1', 0, 12);
    });
    socket.on('end', () => socket.destroy());
  } else {
    socket.pause();
  }
  socket.on('close', () => {
    open--;
    seen.ended++;
    seen.longest = Math.max(seen.longest, performance.now() - begun);
    const status = /^HTTP\/1\.1 (\d\d\d)/.exec(answer)?.[1] ?? (answer === '' ? 'none' : 'other');
    seen.answers[status] = (seen.answers[status] ?? 0) + 1;
    if (!over && peer.again) setTimeout(fill, 1);
  });
  (peer.speak ?? ask)(socket);
}

function fill() {
  if (over) return;
  for (let i = 0; i < batch && (peer.again ? open : seen.opened) < peer.many; i++) one();
  if (seen.opened < peer.many) setTimeout(fill, 10);
}

if (peer.origin !== undefined) {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    peer.origin(socket);
    if (!socket.isPaused()) socket.resume();
  });
  await new Promise((listening) => server.listen(ports.bad, '127.0.0.1', listening));
}
fill();
process.stdin.once('data', () => (over = true));
process.stdin.on('end', () => {
  console.log(JSON.stringify(seen));
  // With all its connections still open, as peers do that are gone.
  process.exit(0);
});
