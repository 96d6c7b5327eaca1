/** IP addresses in the one way of writing that systems agree on. */
import ipaddr from 'ipaddr.js';

/** Whether `text` is an IPv4 address of four decimal parts or an IPv6 address. */
export function isIP(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}
