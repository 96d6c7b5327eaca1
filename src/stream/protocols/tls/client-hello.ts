/** The first message of a TLS client, as far as it says whom it wants and what it speaks (RFC 8446, 4.1.2). */

export interface ClientHello {
  /** The names of the server_name extension (RFC 6066, 3), when there is one. */
  readonly serverNames?: readonly string[];
  /** The names of the ALPN extension (RFC 7301, 3.1), when there is one. */
  readonly protocolNames?: readonly string[];
}

const handshakeRecord = 22;
const clientHello = 1;
const serverNameExtension = 0;
const hostNameType = 0;
const alpnExtension = 16;

/** A hello is some hundred bytes long; with post-quantum key shares some thousand. */
const longestHello = 32 * 1024;

/** Reads the hello that `bytes` begin with: 'more' while it is not whole, null when it is none. */
export function readClientHello(bytes: Buffer): ClientHello | 'more' | null {
  const message = readMessage(bytes);
  return message === null || message === 'more' ? message : readHello(new Cursor(message));
}

/** The first handshake message, which may be spread over several records. */
function readMessage(bytes: Buffer): Buffer | 'more' | null {
  const fragments: Buffer[] = [];
  let at = 0;
  for (;;) {
    const message = Buffer.concat(fragments);
    if (message.length > 0 && message[0] !== clientHello) return null;
    if (message.length >= 4) {
      const end = 4 + message.readUIntBE(1, 3);
      if (end > longestHello) return null;
      if (message.length >= end) return message.subarray(4, end);
    }
    if (at < bytes.length && bytes[at] !== handshakeRecord) return null;
    if (at + 1 < bytes.length && bytes[at + 1] !== 3) return null;
    if (at + 5 > bytes.length) return 'more';
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0) return null;
    fragments.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
}

function readHello(hello: Cursor): ClientHello | null {
  hello.bytes(2 + 32);
  hello.vector(1);
  hello.vector(2);
  hello.vector(1);
  const found: { serverNames?: readonly string[]; protocolNames?: readonly string[] } = {};
  const extensions = hello.left > 0 ? hello.vector(2) : new Cursor(Buffer.alloc(0));
  while (extensions.left > 0) {
    const type = extensions.number(2);
    const extension = extensions.vector(2);
    if (type === serverNameExtension) found.serverNames = serverNames(extension.vector(2));
    else if (type === alpnExtension) found.protocolNames = protocolNames(extension.vector(2));
    if (extension.broken) return null;
  }
  return hello.broken || extensions.broken ? null : found;
}

function serverNames(list: Cursor): string[] {
  const names: string[] = [];
  while (list.left > 0) {
    const type = list.number(1);
    const name = list.vector(2).rest();
    if (type === hostNameType) names.push(name);
  }
  return names;
}

function protocolNames(list: Cursor): string[] {
  const names: string[] = [];
  while (list.left > 0) names.push(list.vector(1).rest());
  return names;
}

/** Reads on through bytes. Past their end it gives nothing more, and is `broken`. */
class Cursor {
  broken = false;
  private at = 0;

  constructor(private readonly source: Buffer) {}

  get left(): number {
    return this.source.length - this.at;
  }

  bytes(count: number): Buffer {
    if (count > this.left) {
      this.broken = true;
      this.at = this.source.length;
      return Buffer.alloc(0);
    }
    this.at += count;
    return this.source.subarray(this.at - count, this.at);
  }

  number(size: number): number {
    const bytes = this.bytes(size);
    return bytes.length === 0 ? 0 : bytes.readUIntBE(0, size);
  }

  /** What a length of `size` bytes stands before. */
  vector(size: number): Cursor {
    return new Cursor(this.bytes(this.number(size)));
  }

  rest(): string {
    return this.bytes(this.left).toString('latin1');
  }
}
