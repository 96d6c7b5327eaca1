/** What the parts of the soak share. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function randomSource(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that do not repeat soon: mostly few, now and then many. */
export function bodyOf(random) {
  const size = Math.floor(random() < 0.9 ? random() * 2000 : random() * 400_000);
  const bytes = Buffer.allocUnsafe(size);
  const start = Math.floor(random() * 251);
  for (let i = 0; i < size; i++) bytes[i] = (start + i * 7 + (i >> 8)) & 255;
  return bytes;
}

export const checksum = (bytes) => createHash('md5').update(bytes).digest('hex');
