/** The server's side of SOCKS 4, 4a and 5 (RFC 1928), without authentication; only CONNECT is known. */
import { formatIP } from '../../bytes/ip.js';

export interface SocksRequest {
  readonly host: string;
  readonly port: number;
  /** SOCKS 4 only. */
  readonly user: string | undefined;
  /** What to answer. */
  readonly accepted: Buffer;
  readonly refused: Buffer;
}

export type SocksStep =
  | { readonly kind: 'more' }
  /** To be sent; then go on. */
  | { readonly kind: 'send'; readonly bytes: Buffer }
  | { readonly kind: 'request'; readonly request: SocksRequest; readonly rest: Buffer }
  /** To be sent, when there is something; then it is over. */
  | { readonly kind: 'fail'; readonly bytes: Buffer | null };

const more: SocksStep = { kind: 'more' };
const connectCommand = 1;
const noAuthentication = 0;
const longestText = 255;

const reply4 = (granted: boolean): Buffer => Buffer.from([0, granted ? 0x5a : 0x5b, 0, 0, 0, 0, 0, 0]);
const reply5 = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);

const succeeded = 0;
const generalFailure = 1;
const notAllowed = 2;
const addressTypeNotSupported = 8;

export class SocksServer {
  private bytes: Buffer = Buffer.alloc(0);
  private methodChosen = false;

  push(bytes: Buffer): void {
    this.bytes = this.bytes.length === 0 ? bytes : Buffer.concat([this.bytes, bytes]);
  }

  /** What is to be done with the bytes so far; to be called again after 'send'. */
  next(): SocksStep {
    const version = this.bytes[0];
    if (version === undefined) return more;
    if (version === 4 && !this.methodChosen) return this.request4();
    if (version !== 5) return { kind: 'fail', bytes: this.methodChosen ? reply5(generalFailure) : null };
    return this.methodChosen ? this.request5() : this.chooseMethod();
  }

  private chooseMethod(): SocksStep {
    const { bytes } = this;
    const end = 2 + (bytes[1] ?? Infinity);
    if (bytes.length < end) return more;
    if (!bytes.subarray(2, end).includes(noAuthentication)) return { kind: 'fail', bytes: Buffer.from([5, 0xff]) };
    this.methodChosen = true;
    this.bytes = bytes.subarray(end);
    return { kind: 'send', bytes: Buffer.from([5, noAuthentication]) };
  }

  private request5(): SocksStep {
    const { bytes } = this;
    if (bytes.length < 5) return more;
    if (bytes[1] !== connectCommand) return { kind: 'fail', bytes: reply5(generalFailure) };
    const isName = bytes[3] === 3;
    if (!isName && bytes[3] !== 1) return { kind: 'fail', bytes: reply5(addressTypeNotSupported) };
    const begin = isName ? 5 : 4;
    const end = begin + (isName ? bytes[4] : 4);
    if (bytes.length < end + 2) return more;
    const address = bytes.subarray(begin, end);
    return {
      kind: 'request',
      request: {
        host: isName ? address.toString('latin1') : formatIP(address),
        port: bytes.readUInt16BE(end),
        user: undefined,
        accepted: reply5(succeeded),
        refused: reply5(notAllowed),
      },
      rest: bytes.subarray(end + 2),
    };
  }

  private request4(): SocksStep {
    const { bytes } = this;
    if (bytes.length < 9) return more;
    if (bytes[1] !== connectCommand) return { kind: 'fail', bytes: reply4(false) };
    const user = this.textAt(8);
    if (user === null) return bytes.length > 8 + longestText ? { kind: 'fail', bytes: reply4(false) } : more;
    const address = bytes.subarray(4, 8);
    // SOCKS 4a: an address 0.0.0.x says that a name follows.
    const isName = address.readUIntBE(0, 3) === 0 && address[3] !== 0;
    const name = isName ? this.textAt(user.end) : null;
    if (isName && name === null) return bytes.length > user.end + longestText ? { kind: 'fail', bytes: reply4(false) } : more;
    return {
      kind: 'request',
      request: {
        host: name?.text ?? formatIP(address),
        port: bytes.readUInt16BE(2),
        user: user.text,
        accepted: reply4(true),
        refused: reply4(false),
      },
      rest: bytes.subarray(name?.end ?? user.end),
    };
  }

  /** The text from `begin` to the next zero byte, and where that ends; null while there is none. */
  private textAt(begin: number): { text: string; end: number } | null {
    const zero = this.bytes.indexOf(0, begin);
    return zero < 0 || zero - begin > longestText ? null : { text: this.bytes.toString('latin1', begin, zero), end: zero + 1 };
  }
}
