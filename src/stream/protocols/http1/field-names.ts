/**
 * The names of header fields, found by their bytes: those that nearly all heads have are not made into texts over and over, and what
 * they mean for framing is known with them.
 */

/** What a field says to whoever reads its head. */
export const enum Role {
  None,
  Host,
  ContentLength,
  TransferEncoding,
  Connection,
  Expect,
  Upgrade,
}

export interface FieldName {
  /** In lower case. */
  readonly name: string;
  readonly role: Role;
}

const roles: ReadonlyMap<string, Role> = new Map([
  ['host', Role.Host],
  ['content-length', Role.ContentLength],
  ['transfer-encoding', Role.TransferEncoding],
  ['connection', Role.Connection],
  ['expect', Role.Expect],
  ['upgrade', Role.Upgrade],
]);

const usual = [
  'accept', 'accept-charset', 'accept-encoding', 'accept-language', 'accept-ranges', 'access-control-allow-credentials', 'access-control-allow-headers',
  'access-control-allow-methods', 'access-control-allow-origin', 'access-control-expose-headers', 'access-control-max-age', 'access-control-request-headers',
  'access-control-request-method', 'age', 'allow', 'alt-svc', 'authorization', 'cache-control', 'content-disposition', 'content-encoding', 'content-language',
  'content-location', 'content-range', 'content-security-policy', 'content-type', 'cookie', 'date', 'dnt', 'etag', 'expires', 'forwarded', 'from', 'if-match',
  'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'keep-alive', 'last-modified', 'link', 'location', 'max-forwards', 'origin', 'pragma',
  'proxy-authenticate', 'proxy-authorization', 'range', 'referer', 'referrer-policy', 'retry-after', 'sec-ch-ua', 'sec-fetch-dest', 'sec-fetch-mode',
  'sec-fetch-site', 'sec-websocket-accept', 'sec-websocket-key', 'sec-websocket-protocol', 'sec-websocket-version', 'server', 'set-cookie',
  'strict-transport-security', 'te', 'traceparent', 'trailer', 'upgrade-insecure-requests', 'user-agent', 'vary', 'via', 'www-authenticate',
  'x-content-type-options', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-frame-options', 'x-powered-by', 'x-real-ip', 'x-request-id',
  'x-requested-with', 'x-xss-protection',
];

/** The codes of tokens, letters in lower case; 0 for what is in no token. */
const lowerCodes = new Uint8Array(256);
for (const char of "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
  lowerCodes[char.charCodeAt(0)] = char.toLowerCase().charCodeAt(0);
}

/** By their hash, as far as nothing lies there yet: a name without a place is made into a text each time. */
const places: (FieldName | undefined)[] = new Array<undefined>(1024).fill(undefined);
/** Longer names get no place. */
const longest = 64;

for (const name of [...roles.keys(), ...usual]) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = next(hash, name.charCodeAt(i));
  places[placeOf(hash)] ??= { name, role: roles.get(name) ?? Role.None };
}

/** Where the name that begins at `from` ends: at the first byte that is in no token. */
export function endOfName(bytes: Buffer, from: number): number {
  let at = from;
  while (lowerCodes[bytes[at]] > 0) at++;
  return at;
}

/** The name that these bytes spell, all of which are in tokens. */
export function fieldName(bytes: Buffer, from: number, to: number): FieldName {
  let hash = 0;
  for (let i = from; i < to; i++) hash = next(hash, lowerCodes[bytes[i]]);
  const place = placeOf(hash);
  const known = places[place];
  if (known !== undefined && spells(bytes, from, to, known.name)) return known;
  const name = bytes.toString('latin1', from, to).toLowerCase();
  const found = { name, role: roles.get(name) ?? Role.None };
  if (known === undefined && name.length <= longest) places[place] = found;
  return found;
}

function spells(bytes: Buffer, from: number, to: number, name: string): boolean {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i++) if (lowerCodes[bytes[from + i]] !== name.charCodeAt(i)) return false;
  return true;
}

function next(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

function placeOf(hash: number): number {
  return (hash ^ (hash >>> 10)) & 1023;
}
