/** The client's side of SOCKS 5 (RFC 1928), without authentication. */
import { parseIPv4, parseIPv6 } from '../../bytes/ip.js';

export type SocksAnswer =
  | { readonly kind: 'more' }
  /** To be sent; then go on. */
  | { readonly kind: 'send'; readonly bytes: Buffer }
  | { readonly kind: 'connected'; readonly rest: Buffer }
  | { readonly kind: 'fail'; readonly error: 'Unauthorized' | 'ConnectionRefused' | 'ReadError' };

/** To be sent first: we can do without authentication. */
export const socksGreeting = (): Buffer => Buffer.from([5, 1, 0]);

const longestName = 255;

/** Asks for a connection; null when the name of the host is too long to be asked for. */
export function socksConnect(host: string, port: number): Buffer | null {
  const address = addressOf(host);
  return address === null ? null : Buffer.concat([Buffer.from([5, 1, 0]), address, Buffer.from([port >> 8, port & 0xff])]);
}

function addressOf(host: string): Buffer | null {
  const four = parseIPv4(host);
  if (four !== null) return Buffer.concat([Buffer.from([1]), four]);
  const six = parseIPv6(host);
  if (six !== null) return Buffer.concat([Buffer.from([4]), six]);
  const name = Buffer.from(host);
  return name.length > longestName ? null : Buffer.concat([Buffer.from([3, name.length]), name]);
}

export class SocksClient {
  private bytes: Buffer = Buffer.alloc(0);
  private greeted = false;

  /** `request` is what `socksConnect` gave. */
  constructor(private readonly request: Buffer) {}

  push(bytes: Buffer): void {
    this.bytes = this.bytes.length === 0 ? bytes : Buffer.concat([this.bytes, bytes]);
  }

  /** What is to be done with the bytes so far; to be called again after 'send'. */
  next(): SocksAnswer {
    return this.greeted ? this.reply() : this.method();
  }

  private method(): SocksAnswer {
    const { bytes } = this;
    if (bytes.length < 2) return { kind: 'more' };
    if (bytes[0] !== 5 || bytes[1] !== 0) return { kind: 'fail', error: 'Unauthorized' };
    this.greeted = true;
    this.bytes = bytes.subarray(2);
    return { kind: 'send', bytes: this.request };
  }

  private reply(): SocksAnswer {
    const { bytes } = this;
    if (bytes.length < 5) return { kind: 'more' };
    if (bytes[0] !== 5 || bytes[1] !== 0) return { kind: 'fail', error: 'ConnectionRefused' };
    const addressEnd = endOfAddress(bytes);
    if (addressEnd === null) return { kind: 'fail', error: 'ReadError' };
    return bytes.length < addressEnd + 2 ? { kind: 'more' } : { kind: 'connected', rest: bytes.subarray(addressEnd + 2) };
  }
}

/** Null when the address is of no known type. */
function endOfAddress(bytes: Buffer): number | null {
  switch (bytes[3]) {
    case 1:
      return 8;
    case 3:
      return 5 + bytes[4];
    case 4:
      return 20;
    default:
      return null;
  }
}
