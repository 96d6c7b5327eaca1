/** Names of hosts as a policy compares them. */
import { parseAddress } from './address.js';

/** In small letters, without the dot that may stand at the end. */
export function plainName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/**
 * Whether a text is neither an address in its usual spelling nor a name that can be nothing else. Resolvers take `127.1`, `2130706433` and
 * `0x7f.1` for addresses: whatever ends in a number is one of these (WHATWG URL, 3.5).
 */
export function isOdd(host: string): boolean {
  return parseAddress(host) === null && (isNumeric(plainName(host).split('.').at(-1)!) || !isName(plainName(host)));
}

function isNumeric(label: string): boolean {
  const digits = label.startsWith('0x') ? label.slice(2) : label;
  const allowed = label.startsWith('0x') ? '0123456789abcdef' : '0123456789';
  return [...digits].every((digit) => allowed.includes(digit));
}

/** Letters, digits, hyphens and underscores between dots. */
export function isName(name: string): boolean {
  return name.length <= 253 && name.split('.').every((label) => label !== '' && label.length <= 63 && [...label].every(isNameCharacter));
}

function isNameCharacter(character: string): boolean {
  return 'abcdefghijklmnopqrstuvwxyz0123456789-_'.includes(character);
}
