/**
 * Inflating as the bytes come, at once.
 *
 * node:zlib's streams answer later and its functions want everything at once; what lies between is the
 * call that its functions are made of. It closes the engine when it is done, which is prevented here.
 */
import type * as NodeZlib from 'node:zlib';
import { Data } from '../stream/bytes/data.js';
import type { Compression, Inflater } from '../stream/runtime/ports.js';
import { onDemand } from './on-demand.js';

const zlib = onDemand<typeof NodeZlib>('node:zlib');

/** Inflated bytes may be this many, plus so many times what was taken in: beyond that it is a bomb. */
const mostAtFirst = 1024 * 1024;
const mostTimes = 200;

/** What is inflated by one call, so that a bomb shows before it has grown. */
const pieceSize = 4096;

interface Engine {
  _handle: { close(): void } | null;
  close(): void;
  _processChunk(chunk: Buffer, flush: number): Buffer | undefined;
}

class GunzipInflater implements Inflater {
  private readonly stream: NodeZlib.Gunzip = zlib().createGunzip();
  private taken = 0;
  private given = 0;
  private over = false;

  constructor() {
    this.stream.on('error', () => {});
  }

  push(data: Data): Data | null {
    if (this.over) return null;
    const inflated = new Data();
    try {
      data.each((chunk) => {
        for (let at = 0; at < chunk.length; at += pieceSize) {
          const piece = chunk.subarray(at, at + pieceSize);
          this.taken += piece.length;
          const bytes = this.inflate(piece);
          this.given += bytes.length;
          if (this.given > mostAtFirst + this.taken * mostTimes) throw new Error('too much');
          inflated.pushBytes(bytes);
        }
      });
    } catch {
      this.end();
      return null;
    }
    return inflated;
  }

  end(): void {
    this.over = true;
    this.stream.close();
  }

  private inflate(piece: Buffer): Buffer {
    const engine = this.stream as unknown as Engine;
    const handle = engine._handle;
    if (handle === null) throw new Error('closed');
    const closeHandle = handle.close;
    const closeStream = engine.close;
    handle.close = engine.close = () => {};
    try {
      // A copy: the engine writes the next bytes to the same place.
      return Buffer.from(engine._processChunk(piece, zlib().constants.Z_SYNC_FLUSH) ?? []);
    } finally {
      engine._handle = handle;
      handle.close = closeHandle;
      engine.close = closeStream;
      this.stream.removeAllListeners('error');
      this.stream.on('error', () => {});
    }
  }
}

export const compression: Compression = { gunzip: () => new GunzipInflater() };
