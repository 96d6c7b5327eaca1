/**
 * Addresses as a policy sees them: by their bits, never by their spelling, and which of them are nobody's business
 * unless a rule names them.
 */
import ipaddr from 'ipaddr.js';
import { parseIPv6 } from '../../stream/bytes/ip.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** All addresses whose first `bits` are those of `base`. */
export interface Block {
  readonly base: Address;
  readonly bits: number;
}

/**
 * The address that `text` is the usual spelling of: four decimal parts, or IPv6 without brackets and without a zone. Null for everything
 * else, also for what some systems would take: `127.1`, `0x7f000001`, `0177.0.0.1`. IPv4 that is mapped into IPv6 is IPv4.
 */
export function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (tail.includes('.') && !ipaddr.IPv4.isValidFourPartDecimal(tail)) return null;
  const bytes = parseIPv6(text);
  if (bytes === null || !text.includes(':')) return null;
  const address = new ipaddr.IPv6([...bytes]);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** A block, such as `10.0.0.0/8`, or a single address; a text says what is wrong with it. */
export function parseBlock(text: string): Block | string {
  const slash = text.indexOf('/');
  const base = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (base === null) return `'${text}' is no address: write it as 10.1.2.3 or [fd00::1]`;
  const width = base.kind() === 'ipv4' ? 32 : 128;
  if (slash < 0) return { base, bits: width };
  const digits = text.slice(slash + 1);
  const bits = Number(digits);
  if (!isDecimal(digits) || bits > width || text.slice(0, slash).includes(':') !== (base.kind() === 'ipv6')) return `'${text}' has no length from 0 to ${width}`;
  const first = firstOf(base, bits);
  return first.toString() === base.toString() ? { base, bits } : `'${text}' is no block: the one it lies in is ${first.toString()}/${bits}`;
}

export function isDecimal(text: string): boolean {
  return text !== '' && text.length <= 5 && [...text].every((digit) => digit >= '0' && digit <= '9');
}

function firstOf(address: Address, bits: number): Address {
  const bytes = address.toByteArray().map((byte, i) => {
    const kept = Math.min(8, Math.max(0, bits - i * 8));
    return byte & (0xff << (8 - kept));
  });
  return ipaddr.fromByteArray(bytes);
}

/** Whether the block holds the address. */
export function holds({ base, bits }: Block, address: Address): boolean {
  return base.kind() === address.kind() && (address as ipaddr.IPv6).match(base, bits);
}

/** Whether all of `inner` lies in `outer`. */
function contains(outer: Block, inner: Block): boolean {
  return outer.bits <= inner.bits && holds(outer, inner.base);
}

/** The blocks of a list, read when the first is asked for. */
function blocks(...texts: readonly string[]): () => readonly Block[] {
  let read: readonly Block[] | null = null;
  return () => (read ??= texts.flatMap((text) => text.split(' ')).map((text) => parseBlock(text) as Block));
}

function isIn(list: () => readonly Block[], address: Address): boolean {
  return list().some((block) => holds(block, address));
}

/** What the IANA registries of special-purpose addresses do not call globally reachable, multicast, and what is left over. */
const reserved = blocks(
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24',
  '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  // Only 2000::/3 is for everybody, and not all of it: Teredo and other protocols, documentation, 6to4.
  '::/3 4000::/2 8000::/1 2001::/23 2001:db8::/32 2002::/16 3fff::/20',
);

/** The prefix under which a network reaches IPv4 from IPv6 (RFC 6052): as public as what is behind it. */
const nat64 = blocks('64:ff9b::/96');

/** Whether an address has to be named by a rule of its own: private, loopback, link-local, multicast and their like. */
export function isReserved(address: Address): boolean {
  return !isIn(nat64, address) && isIn(reserved, address);
}

/** Whether a block is part of what has to be named, and so names it: `10.0.0.0/8` does, `0.0.0.0/0` does not. */
export function namesReserved(block: Block): boolean {
  return reserved().some((outer) => contains(outer, block));
}

/** IPv4-compatible addresses, translated ones, and those of NAT64 in a network of one's own. */
const lastFour = blocks('::/96', '::ffff:0:0:0/96', '64:ff9b:1::/48');
const sixToFour = blocks('2002::/16');
const teredo = blocks('2001::/32');

/** The IPv4 addresses that an IPv6 address carries in it, for gateways between the two: bytes sent to it may end up there. */
export function embeddedIn(address: Address): ipaddr.IPv4[] {
  if (address.kind() === 'ipv4') return [];
  const bytes = address.toByteArray();
  const at = (start: number, flip = 0): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(start, start + 4).map((byte) => byte ^ flip));
  // `::` and `::1` are addresses of their own.
  if (bytes.every((byte, i) => byte === 0 || (i === 15 && byte === 1))) return [];
  if (isIn(nat64, address) || isIn(lastFour, address)) return [at(12)];
  if (isIn(sixToFour, address)) return [at(2)];
  // A Teredo address names its server, and its client with all bits flipped (RFC 4380).
  if (isIn(teredo, address)) return [at(4), at(12, 0xff)];
  // ISATAP (RFC 5214).
  return (bytes[8] & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe ? [at(12)] : [];
}
