/** Ports of a rule: `443`, `8000-8010`. */
import { isDecimal } from './address.js';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export const allPorts: PortRange = { first: 1, last: 65535 };

/** The ports that a text means; a text says what is wrong with it. */
export function parsePorts(text: string): PortRange | string {
  const dash = text.indexOf('-');
  const [from, to] = dash < 0 ? [text, text] : [text.slice(0, dash), text.slice(dash + 1)];
  const [first, last] = [Number(from), Number(to)];
  const isPort = (digits: string, port: number): boolean => isDecimal(digits) && port >= 1 && port <= 65535;
  if (!isPort(from, first) || !isPort(to, last)) return `'${text}' is no port from 1 to 65535, and no range of ports`;
  return first <= last ? { first, last } : `'${text}' is an empty range of ports`;
}

export function includesPort({ first, last }: PortRange, port: number): boolean {
  return port >= first && port <= last;
}
