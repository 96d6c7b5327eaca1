/** IP addresses as texts and as bytes (RFC 4291, 2.2; four decimal parts for IPv4). */

/** Four bytes, or null when `text` is no IPv4 address. */
export function parseIPv4(text: string): Buffer | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = parts.map((part) => (isNumber(part, 10, 3) ? parseInt(part, 10) : -1));
  return bytes.every((byte) => byte >= 0 && byte <= 255) ? Buffer.from(bytes) : null;
}

/** Sixteen bytes, or null when `text` is no IPv6 address; a zone is none. */
export function parseIPv6(text: string): Buffer | null {
  const gap = text.indexOf('::');
  const before = groupsOf(gap < 0 ? text : text.slice(0, gap));
  const after = gap < 0 ? [] : groupsOf(text.slice(gap + 2));
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return null;
  const bytes = Buffer.alloc(16);
  before.forEach((group, i) => bytes.writeUInt16BE(group, i * 2));
  after.forEach((group, i) => bytes.writeUInt16BE(group, (before.length + missing + i) * 2));
  return bytes;
}

/** The usual text of four or sixteen bytes; for IPv6 without the `::` that may stand for zeros. */
export function formatIP(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  return Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16)).join(':');
}

/** The 16-bit groups of one side of `::`; the last two may be written as an IPv4 address. */
function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const tail = i === parts.length - 1 ? parseIPv4(part) : null;
    if (tail !== null) groups.push(tail.readUInt16BE(0), tail.readUInt16BE(2));
    else if (isNumber(part, 16, 4)) groups.push(parseInt(part, 16));
    else return null;
  }
  return groups;
}

function isNumber(text: string, radix: 10 | 16, longest: number): boolean {
  if (text === '' || text.length > longest) return false;
  const digits = '0123456789abcdef'.slice(0, radix);
  for (const char of text.toLowerCase()) if (!digits.includes(char)) return false;
  return true;
}
