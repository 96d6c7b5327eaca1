/** Bytes as text and back: `utf8` (strictly, by the Encoding standard) and `hex`, `base64`, `base64url` (RFC 4648). */

export type Encoding = 'utf8' | 'hex' | 'base64' | 'base64url';

const encodings: readonly string[] = ['utf8', 'hex', 'base64', 'base64url'] satisfies Encoding[];

export function isEncoding(name: string): name is Encoding {
  return encodings.includes(name);
}

/** Keeps a byte order mark, which is a character like any other here, and refuses what is not UTF-8. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that `bytes` stand for; undefined when they are no whole and valid UTF-8. */
export function bytesToText(bytes: Buffer, encoding: Encoding): string | undefined {
  if (encoding !== 'utf8') return bytes.toString(encoding);
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes that `text` stands for, or what is wrong with it. */
export function textToBytes(text: string, encoding: Encoding): Buffer | string {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text);
    case 'hex':
      return fromHex(text);
    case 'base64':
      return fromBase64(text);
    case 'base64url':
      return fromBase64Url(text);
  }
}

function fromHex(text: string): Buffer | string {
  if (text.length % 2 !== 0) return 'incomplete hex string';
  const bytes = Buffer.from(text, 'hex');
  // Node stops at the first digit that is none.
  return bytes.length * 2 === text.length ? bytes : 'invalid hex encoding';
}

/** Padded: four characters for three bytes. */
function fromBase64(text: string): Buffer | string {
  if (text.length % 4 !== 0) return 'incomplete Base64 string';
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return areDigits(text, text.length - padding, '+/') ? Buffer.from(text, 'base64') : 'invalid Base64 encoding';
}

/** Without padding: the length tells what is missing of the last group. */
function fromBase64Url(text: string): Buffer | string {
  if (!areDigits(text, text.length, '-_')) return 'invalid Base64 encoding';
  return text.length % 4 === 1 ? 'incomplete Base64 encoding' : Buffer.from(text, 'base64url');
}

/** Whether the first `count` characters are digits of base 64; `last` are those for 62 and 63. */
function areDigits(text: string, count: number, last: string): boolean {
  for (let i = 0; i < count; i++) {
    const char = text.charAt(i);
    const ordinary = (char >= 'A' && char <= 'Z') || (char >= 'a' && char <= 'z') || (char >= '0' && char <= '9');
    if (!ordinary && !last.includes(char)) return false;
  }
  return true;
}
