/** Which ports a script may open: `8000`, `8000-8010`, `127.0.0.1:8000`, `[::1]:8000`. */
import { parseAddress, type Address } from './address.js';
import { includesPort, parsePorts, type PortRange } from './port-range.js';

export interface ListenRule {
  /** Null for any. */
  readonly address: Address | null;
  readonly ports: PortRange;
}

/** The rule that a text means; a text says what is wrong with it. */
export function parseListenRule(text: string): ListenRule | string {
  const colon = text.lastIndexOf(':');
  const ports = parsePorts(text.slice(colon + 1));
  if (typeof ports === 'string') return ports;
  if (colon < 0) return { address: null, ports };
  const host = text.slice(0, colon);
  const bracketed = host.startsWith('[') && host.endsWith(']');
  const address = host.includes(':') === bracketed ? parseAddress(bracketed ? host.slice(1, -1) : host) : null;
  return address === null ? `'${host}' is no address to listen on: write PORT, 127.0.0.1:PORT or [::1]:PORT` : { address, ports };
}

export class ListenRules {
  constructor(
    private readonly allowed: 'all' | readonly ListenRule[],
    private readonly denied: readonly ListenRule[],
  ) {}

  allows(host: string, port: number): boolean {
    const address = parseAddress(host);
    if (this.denies(host, port)) return false;
    return this.allowed === 'all' || this.allowed.some((rule) => includesPort(rule.ports, port) && isSame(rule.address, address));
  }

  /** Whether a rule denies it, whatever allows it. */
  denies(host: string, port: number): boolean {
    const address = parseAddress(host);
    return this.denied.some((rule) => includesPort(rule.ports, port) && overlaps(rule.address, address));
  }
}

function isSame(named: Address | null, address: Address | null): boolean {
  return named === null || named.toString() === address?.toString();
}

/** Who listens on all addresses of the machine, listens on each. */
function overlaps(named: Address | null, address: Address | null): boolean {
  return isSame(named, address) || address === null || address.range() === 'unspecified';
}
