/**
 * Relays that harm what passes: bytes come late, in pieces, by drops, after a silence, or no more. Nothing is changed or put in another order, so that
 * what is wrong at the end is not their doing. A seed repeats what each connection meets.
 */
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomSource } from './common.mjs';

/** What can happen to one direction of a connection, and how often of a hundred; the rest pass as they are. */
const harms = [
  ['split', 25],
  ['delay', 12],
  ['trickle', 10],
  ['stall', 3],
  ['half-close', 3],
  ['reset', 3],
];

const pause = (milliseconds) => sleep(milliseconds, undefined, { ref: false });

function harmOf(random) {
  let at = random() * 100;
  for (const [harm, share] of harms) {
    if (at < share) return harm;
    at -= share;
  }
  return null;
}

export class Chaos {
  constructor(seed) {
    this.seed = seed;
    this.servers = [];
    this.sockets = new Set();
    this.counts = new Map();
  }

  /** Opens a relay on `port` to `target`. */
  async relay(port, target) {
    const which = this.servers.length;
    let connections = 0;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      const random = randomSource(this.seed + 7919 * which + connections++);
      const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
      this.join(near, far);
      const reset = () => {
        for (const socket of [near, far]) socket.connecting ? socket.destroy() : socket.resetAndDestroy();
      };
      this.carry(near, far, random, reset);
      this.carry(far, near, random, reset);
    });
    this.servers.push(server);
    await new Promise((done) => server.listen(port, '127.0.0.1', done));
  }

  /** Where one end is lost, the other is; where both are done, they close by themselves. */
  join(near, far) {
    for (const [one, other] of [[near, far], [far, near]]) {
      this.sockets.add(one);
      one.on('error', () => {});
      one.on('close', (failed) => {
        this.sockets.delete(one);
        if (failed || !one.readableEnded) other.destroy();
      });
    }
  }

  carry(from, to, random, reset) {
    let harm;
    /** What happens once happens after so many bytes. */
    let left;
    /** Bytes that still come by drops. */
    let drops;
    /** Bytes until it is something else: connections are kept. */
    let spell;
    let mute = false;
    const happens = () => this.counts.set(harm, (this.counts.get(harm) ?? 0) + 1);
    const begin = () => {
      harm = harmOf(random);
      left = Math.floor(random() < 0.7 ? random() * 3000 : random() * 200_000);
      drops = 500;
      spell = left + random() * 20_000;
      if (harm === 'split' || harm === 'delay' || harm === 'trickle') happens();
    };
    const write = (bytes) => new Promise((done) => (bytes.length === 0 ? done() : to.write(bytes, () => done())));
    const pieces = async (bytes, size, wait) => {
      for (let at = 0; at < bytes.length && !to.destroyed; ) {
        const end = Math.min(bytes.length, at + size());
        await write(bytes.subarray(at, end));
        await wait();
        at = end;
      }
    };
    const pass = async (bytes) => {
      if (mute) return;
      if (spell === undefined || spell < 0) begin();
      spell -= bytes.length;
      switch (harm) {
        case 'split':
          // Big bodies in few pieces, heads in many.
          return pieces(bytes, () => 1 + Math.floor(random() * Math.max(20, bytes.length / 4)), () => new Promise(setImmediate));
        case 'delay':
          await pause(random() * 50);
          return write(bytes);
        case 'trickle': {
          const slow = Math.min(drops, bytes.length);
          drops -= slow;
          await pieces(bytes.subarray(0, slow), () => 1 + Math.floor(random() * 7), () => pause(1));
          return write(bytes.subarray(slow));
        }
        case null:
          return write(bytes);
      }
      // What is left of these happens once, in the middle.
      if (left < 0 || bytes.length <= left) {
        if (left >= 0) left -= bytes.length;
        return write(bytes);
      }
      const at = left;
      left = -1;
      happens();
      await write(bytes.subarray(0, at));
      if (harm === 'reset') return reset();
      if (harm === 'stall') {
        await pause(1000 + random() * 3000);
        return write(bytes.subarray(at));
      }
      mute = true;
      to.end();
    };
    let passing = null;
    from.on('data', (bytes) => {
      from.pause();
      passing = pass(bytes).then(() => from.resume());
    });
    // The end is told also to who has paused: what came before it goes first.
    from.on('end', () => void Promise.resolve(passing).then(() => to.end()));
  }

  /** Ends what is still open, and no longer listens. */
  close() {
    for (const server of this.servers) server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
