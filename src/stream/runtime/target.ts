/** Where to connect to, as scripts write it. */
import { parseIPv6 } from '../bytes/ip.js';

export interface Target {
  /** A name or an address; an IPv6 address stands without its brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** `host:port` or `[IPv6 address]:port`; null when the text is neither. */
export function parseTarget(text: string): Target | null {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return null;
  const port = parsePort(text.slice(colon + 1));
  const host = parseHost(text.slice(0, colon));
  return port === null || host === null ? null : { host, port };
}

function parsePort(text: string): number | null {
  if (text === '' || text.length > 5 || ![...text].every((digit) => digit >= '0' && digit <= '9')) return null;
  const port = Number(text);
  return port >= 1 && port <= 65535 ? port : null;
}

function parseHost(text: string): string | null {
  if (text.startsWith('[') && text.endsWith(']')) {
    const address = text.slice(1, -1);
    return parseIPv6(address) === null ? null : address;
  }
  return text !== '' && [...text].every(isHostCharacter) ? text : null;
}

/** Nothing that would be cut off or mean something else where a name ends up: no blanks, no controls, no brackets. */
function isHostCharacter(character: string): boolean {
  return character > ' ' && character !== '\x7f' && !':[]/@?#'.includes(character);
}
