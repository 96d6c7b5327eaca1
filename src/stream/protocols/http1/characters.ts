/** The character classes of HTTP (RFC 9110 section 5.6.2 and 5.5), on texts of one byte a character. */

const tokenCodes = new Uint8Array(256);
for (const char of "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
  tokenCodes[char.charCodeAt(0)] = 1;
}

export function isTokenCode(code: number): boolean {
  return tokenCodes[code] === 1;
}

/** Whether `text` is a token: one character at least, none but those of tokens. */
export function isToken(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (tokenCodes[text.charCodeAt(i)] !== 1) return false;
  return text.length > 0;
}

/** Whether `text` holds what a field value may: visible characters, blanks, tabs and obs-text. */
export function isFieldValue(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && code !== 9) || code === 127) return false;
  }
  return true;
}

/** Where the field value, or reason phrase, that begins at `from` ends: at the first byte that is in none, or at `to`. */
export function endOfValue(bytes: Buffer, from: number, to = bytes.length): number {
  let at = from;
  for (; at < to; at++) {
    const byte = bytes[at];
    if ((byte < 32 && byte !== 9) || byte === 127) break;
  }
  return at;
}

/** Where the token that begins at `from` ends: at the first byte that is in none. */
export function endOfToken(bytes: Buffer, from: number): number {
  let at = from;
  while (tokenCodes[bytes[at]] === 1) at++;
  return at;
}

/** Where the request target that begins at `from` ends: at the first byte that is in none. */
export function endOfTarget(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte <= 32 || byte === 127) break;
  }
  return at;
}

/** Whether `text` is a request target: visible characters and obs-text, no blanks, one at least. */
export function isTarget(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 127) return false;
  }
  return text.length > 0;
}

/** Blanks, `/`, `?`, `#`, `@`, `,`, `\` and what is not ASCII cannot be part of a host. */
const hostCodes = new Uint8Array(256);
for (let code = 33; code < 127; code++) if (!'/?#@,\\"<>^`{|}'.includes(String.fromCharCode(code))) hostCodes[code] = 1;

/** Whether `text` can be the value of a Host field: a host and a port, or nothing (RFC 9112 section 3.2). */
export function isHost(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (hostCodes[text.charCodeAt(i)] !== 1) return false;
  return isPort(text);
}

/** Whether `text` is the scheme of a URI (RFC 3986 section 3.1). */
export function isScheme(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*$/.test(text);
}

/** Whether what stands behind the host, if anything does, is a port. */
function isPort(text: string): boolean {
  const bracket = text.lastIndexOf(']');
  if ((bracket >= 0) !== text.startsWith('[')) return false;
  const colon = text.indexOf(':', bracket + 1);
  if (colon < 0) return bracket < 0 || bracket === text.length - 1;
  if (bracket >= 0 && colon !== bracket + 1) return false;
  const port = text.slice(colon + 1);
  return port === '' || (port.length <= 5 && decimal(port) >= 0 && decimal(port) <= 65535);
}

/** `text` without the blanks and tabs around it. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Whether a comma-separated list has `option`, in any case (RFC 9110 section 7.6.1). */
export function hasOption(list: string, option: string): boolean {
  if (list === option) return true;
  // The usual lists have one item.
  if (list === 'keep-alive' || list === 'close') return false;
  if (list.length === option.length) return list.toLowerCase() === option;
  return list.split(',').some((item) => trimBlanks(item).toLowerCase() === option);
}

/** The number that a text of decimal digits is, or -1: also for what no number can hold exactly. */
export function decimal(text: string): number {
  if (text.length === 0 || text.length > 16) return -1;
  let number = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number <= Number.MAX_SAFE_INTEGER ? number : -1;
}

/** `text` with blanks in place of what would end a line. */
export function blankControls(text: string): string {
  return mapCharacters(text, (code) => (code < 32 && code !== 9) || code === 127, () => ' ');
}

/** `text` with what no request target holds as `%XX`. */
export function escapeTarget(text: string): string {
  return mapCharacters(text, (code) => code <= 32 || code === 127, (code) => `%${code.toString(16).toUpperCase().padStart(2, '0')}`);
}

function mapCharacters(text: string, matches: (code: number) => boolean, replace: (code: number) => string): string {
  let mapped = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    mapped += matches(code) ? replace(code) : text.charAt(i);
  }
  return mapped;
}
