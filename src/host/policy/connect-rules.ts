/**
 * Where a script may connect to. A rule is a name, `*.example.com`, `*`, an address or a block of addresses, with ports or for all of them.
 *
 * Asked twice: for the host that the script wrote, before anything is looked up, and for each address that was found, before it is
 * dialled. A name gives public addresses only: one that has to be named (`address.ts`) needs a rule for the address.
 */
import { embeddedIn, holds, isReserved, namesReserved, parseAddress, parseBlock, type Address, type Block } from './address.js';
import { isName, isOdd, plainName } from './host-name.js';
import { allPorts, includesPort, parsePorts, type PortRange } from './port-range.js';

export interface ConnectRule {
  /** What the host must be: addresses, or a name; a name that begins with a dot is any name below it, '' any host at all. */
  readonly host: Block | string;
  readonly ports: PortRange;
}

/** The rules that a text means, `localhost` being addresses as well as a name; a text says what is wrong with it. */
export function parseConnectRule(text: string): readonly ConnectRule[] | string {
  if (!text.startsWith('[') && parseAddress(text.split('/')[0])?.kind() === 'ipv6') return `'${text}' needs brackets: write [${text}]`;
  const { host, rest } = splitHost(text);
  if (rest !== '' && !rest.startsWith(':')) return `'${text}' is no host with a port: write HOST, HOST:PORT or [IPv6 address]:PORT`;
  const ports = rest === '' ? allPorts : parsePorts(rest.slice(1));
  if (typeof ports === 'string') return ports;
  const hosts = parseHost(host);
  return typeof hosts === 'string' ? hosts : hosts.map((one) => ({ host: one, ports }));
}

function splitHost(text: string): { host: string; rest: string } {
  const end = text.startsWith('[') ? text.indexOf(']') + 1 || -1 : text.indexOf(':');
  return end < 0 ? { host: text, rest: '' } : { host: text.slice(0, end), rest: text.slice(end) };
}

function parseHost(text: string): readonly (Block | string)[] | string {
  if (text === '*') return [''];
  if (text.startsWith('[') && text.endsWith(']')) return asList(parseBlock(text.slice(1, -1)));
  if (text.includes('/') || parseAddress(text) !== null) return asList(parseBlock(text));
  const name = plainName(text);
  if (name === 'localhost') return [name, ...loopback];
  if (isName(name) && isOdd(name)) return `'${text}' is no address: write it as 10.1.2.3 or [fd00::1]`;
  if (name.startsWith('*.') && !isOdd(name.slice(2))) return [name.slice(1)];
  return isName(name) ? [name] : `'${text}' is no name of a host: write example.com, *.example.com or * (other alphabets as xn--…)`;
}

const asList = (block: Block | string): readonly Block[] | string => (typeof block === 'string' ? block : [block]);

const loopback = [parseBlock('127.0.0.0/8') as Block, parseBlock('::1') as Block];

export class ConnectRules {
  constructor(
    private readonly allowed: 'all' | readonly ConnectRule[],
    private readonly denied: readonly ConnectRule[],
  ) {}

  /** Whether the host that a script wrote may be tried: looked up where it is a name, dialled where it is an address. */
  allowsHost(host: string, port: number): boolean {
    if (host === 'localhost') return this.allowsAddress(host, '127.0.0.1', port);
    if (parseAddress(host) !== null) return this.allowsAddress(host, host, port);
    if (this.deniesName(host, port)) return false;
    if (this.allowed === 'all') return true;
    return !isOdd(host) && this.allowed.some((rule) => coversName(rule, host, port));
  }

  /** Whether an address may be dialled that `host` stands for. */
  allowsAddress(host: string, text: string, port: number): boolean {
    // Of an address that was found, a zone says which network is meant: the bits decide.
    const address = parseAddress(text.split('%')[0]);
    if (address === null || this.denies(host, text, port)) return false;
    const { allowed } = this;
    if (allowed === 'all') return true;
    const named = namesAddress(allowed, address, port) || (!isReserved(address) && allowed.some((rule) => coversName(rule, host, port)));
    return named && embeddedIn(address).every((inner) => !isReserved(inner) || namesAddress(allowed, inner, port));
  }

  /** Whether a rule denies the host, or the address that it stands for, whatever allows them. */
  denies(host: string, text: string, port: number): boolean {
    const address = parseAddress(text.split('%')[0]);
    const forms = address === null ? [] : [address, ...embeddedIn(address)];
    return this.deniesName(host, port) || this.denied.some((rule) => forms.some((form) => coversAddress(rule, form, port)));
  }

  private deniesName(host: string, port: number): boolean {
    return this.denied.some((rule) => coversName(rule, host, port));
  }
}

function namesAddress(rules: readonly ConnectRule[], address: Address, port: number): boolean {
  return rules.some((rule) => coversAddress(rule, address, port) && (!isReserved(address) || namesReserved(rule.host as Block)));
}

function coversName({ host: pattern, ports }: ConnectRule, host: string, port: number): boolean {
  if (typeof pattern !== 'string' || !includesPort(ports, port)) return false;
  const name = plainName(host);
  return pattern === '' || pattern === name || (pattern.startsWith('.') && name.endsWith(pattern));
}

function coversAddress({ host, ports }: ConnectRule, address: Address, port: number): boolean {
  return typeof host !== 'string' && includesPort(ports, port) && holds(host, address);
}
