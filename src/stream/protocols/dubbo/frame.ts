/** Dubbo's frames: a header of 16 bytes, and a body (Dubbo protocol, version 2). */
import { Data } from '../../bytes/data.js';
import type { Head, HeadModel } from '../../events/head.js';

export const dubboLimits = {
  /** A body. */
  body: 128 * 1024 * 1024,
} as const;

const headerSize = 16;
const magic = 0xdabb;
/** How bodies are written where nothing else is said: Hessian 2. */
const hessian2 = 2;
const bits = { request: 0x80, twoWay: 0x40, event: 0x20, serialization: 0x1f } as const;

export interface DubboObserver {
  onStart(head: Head): void;
  onBody(data: Data): void;
  onEnd(): void;
  onFault(reason: string): void;
}

/** Messages from bytes, however they are cut. Bodies go out as they come. */
export class DubboDecoder {
  private readonly header = Buffer.alloc(headerSize);
  private headerBytes = 0;
  /** Bytes left of the body. */
  private left = 0;
  private stopped = false;

  constructor(
    private readonly heads: HeadModel,
    private readonly observer: DubboObserver,
  ) {}

  push(data: Data): void {
    data.each((chunk) => this.take(chunk));
  }

  /** Takes no notice of anything any more. */
  stop(): void {
    this.stopped = true;
  }

  private take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.stopped) {
      if (this.headerBytes < headerSize) {
        const count = Math.min(headerSize - this.headerBytes, chunk.length - at);
        chunk.copy(this.header, this.headerBytes, at, at + count);
        this.headerBytes += count;
        at += count;
        if (this.headerBytes >= 2 && this.header.readUInt16BE(0) !== magic) this.fail('magic number not found');
        else if (this.headerBytes === headerSize) this.begin();
      } else {
        const end = Math.min(at + this.left, chunk.length);
        this.left -= end - at;
        this.observer.onBody(new Data(chunk.subarray(at, end)));
        at = end;
        if (this.left === 0) this.end();
      }
    }
  }

  private begin(): void {
    const { header, heads } = this;
    this.left = header.readUInt32BE(12);
    if (this.left > dubboLimits.body) {
      this.fail('a body that is too long');
      return;
    }
    const flags = header[2];
    const serialization = flags & bits.serialization;
    this.observer.onStart(
      heads.record({
        id: header.readBigUInt64BE(4).toString(),
        status: header[3],
        isRequest: (flags & bits.request) !== 0,
        isTwoWay: (flags & bits.twoWay) !== 0,
        isEvent: (flags & bits.event) !== 0,
        serializationType: serialization === hessian2 ? undefined : serialization,
      }),
    );
    if (this.left === 0) this.end();
  }

  private end(): void {
    if (this.stopped) return;
    this.headerBytes = 0;
    this.observer.onEnd();
  }

  private fail(reason: string): void {
    this.stop();
    this.observer.onFault(reason);
  }
}

/** The bytes of a message, or what is wrong with its head; what that does not say has its usual value, and `id` is the next one. */
export function encodeDubbo(head: Head | null, body: Data, nextId: bigint, heads: HeadModel): Data | string {
  const id = idOf(head?.get('id'), nextId, heads);
  if (id === null) return 'an id that is no number of 64 bits';
  const flag = (name: string, usual: boolean): boolean => {
    const value = head?.get(name);
    return value === undefined || value === null ? usual : value !== false && value !== 0;
  };
  const small = (name: string, usual: number, most: number): number => {
    const value = head?.get(name);
    const number = value === undefined || value === null ? usual : Number(value);
    return Number.isInteger(number) && number >= 0 && number <= most ? number : -1;
  };
  const status = small('status', 0, 0xff);
  const serialization = small('serializationType', hessian2, bits.serialization);
  if (status < 0) return 'a status that is no number up to 255';
  if (serialization < 0) return 'a serializationType that is no number up to 31';
  const header = Buffer.alloc(headerSize);
  header.writeUInt16BE(magic, 0);
  // Only a request can want an answer.
  const kind = flag('isRequest', true) ? bits.request | (flag('isTwoWay', true) ? bits.twoWay : 0) : 0;
  header[2] = kind | (flag('isEvent', false) ? bits.event : 0) | serialization;
  header[3] = status;
  header.writeBigUInt64BE(id, 4);
  header.writeUInt32BE(body.size, 12);
  return new Data(header).push(body);
}

/** Digits or a number; a negative one stands for the 64 bits that it has. */
function idOf(value: unknown, next: bigint, heads: HeadModel): bigint | null {
  if (value === undefined || value === null) return next;
  const text = heads.text(value) ?? '';
  if (!/^-?\d{1,20}$/.test(text)) return null;
  const id = BigInt(text);
  return id >= -(2n ** 63n) && id < 2n ** 64n ? BigInt.asUintN(64, id) : null;
}
