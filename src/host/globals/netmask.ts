/** `Netmask`: a block of IPv4 addresses (RFC 4632). */
import { accessor, defineClass } from '../../language/builtins/define.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { formatIP, parseIPv4 } from '../../stream/bytes/ip.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';

class Netmask {
  /** How many addresses there are. */
  readonly size: number;
  /** The lowest address, as a number like all others. */
  readonly base: number;
  /** What `next` gives. */
  private upcoming: number;

  constructor(
    address: number,
    readonly bitmask: number,
  ) {
    this.size = 2 ** (32 - bitmask);
    this.base = address - (address % this.size);
    this.upcoming = this.base + 1;
  }

  get broadcast(): number {
    return this.base + this.size - 1;
  }

  /** Blocks of one or two addresses have no network and broadcast address (RFC 3021). */
  get first(): number {
    return this.size > 2 ? this.base + 1 : this.base;
  }

  get last(): number {
    return this.size > 2 ? this.broadcast - 1 : this.broadcast;
  }

  contains(address: number): boolean {
    return address >= this.base && address <= this.broadcast;
  }

  next(): number | null {
    return this.upcoming < this.broadcast ? this.upcoming++ : null;
  }
}

/** The block that a notation such as `10.0.0.0/8` means; a single address without `/`. */
function parse(notation: string): Netmask {
  // A longer one is none, and is not read.
  const slash = notation.length > 18 ? -1 : notation.indexOf('/');
  const address = addressOf(slash < 0 ? notation : notation.slice(0, slash));
  const bitmask = slash < 0 ? 32 : bitmaskOf(notation.slice(slash + 1));
  return address === null || bitmask === null ? complain('PJS540') : new Netmask(address, bitmask);
}

function bitmaskOf(text: string): number | null {
  if (text === '' || text.length > 2) return null;
  for (const char of text) if (char < '0' || char > '9') return null;
  return Number(text) <= 32 ? Number(text) : null;
}

function addressOf(text: string): number | null {
  return text.length > 15 ? null : (parseIPv4(text)?.readUInt32BE() ?? null);
}

function toText(address: number): string {
  allocate(sizes.string + 15);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(address);
  return formatIP(bytes);
}

const of = (self: Value): Netmask => (self as HostObject<Netmask>).host;

const netmaskDescriptor = describeApi(
  'Netmask',
  [
    accessor('base', (self) => toText(of(self).base), 'The lowest address.'),
    accessor('mask', (self) => toText(2 ** 32 - of(self).size), 'The mask of the network, such as `255.255.0.0`.'),
    accessor('bitmask', (self) => of(self).bitmask, 'How many bits are those of the network.'),
    accessor('hostmask', (self) => toText(of(self).size - 1), 'The opposite of the mask, such as `0.0.255.255`.'),
    accessor('broadcast', (self) => toText(of(self).broadcast), 'The highest address.'),
    accessor('size', (self) => of(self).size, 'How many addresses there are.'),
    accessor('first', (self) => toText(of(self).first), 'The lowest address that a host may have.'),
    accessor('last', (self) => toText(of(self).last), 'The highest address that a host may have.'),
    apiMethod(
      'contains',
      { address: api('text', 'An IPv4 address.') },
      (self, { address }) => {
        const number = addressOf(address as string);
        return number !== null && of(self).contains(number);
      },
      'Whether an address is in the block.',
    ),
    apiMethod(
      'next',
      {},
      (self) => {
        const address = of(self).next();
        return address === null ? '' : toText(address);
      },
      "The next host's address, from the lowest on; '' when there are no more.",
    ),
  ],
  ['base', 'mask', 'bitmask', 'hostmask', 'broadcast', 'size', 'first', 'last'],
);

/** What the constructor takes. */
const taken = { notation: api('text', 'The block.') };

export const netmask = defineClass({
  name: 'Netmask',
  since: '0.22',
  doc: "A block of IPv4 addresses: `new Netmask('10.1.0.0/16')`.",
  length: 1,
  descriptor: netmaskDescriptor,
  construct: (args) => {
    const { notation } = matchRecord(taken, args);
    allocate(sizes.object);
    return new HostObject(netmaskDescriptor, parse(notation as string));
  },
  hasInstance: (value) => hostOf(value, Netmask) !== null,
});
