/**
 * URLs taken apart as RFC 3986 writes them, with nothing normalised: no case is folded, no dot segment
 * removed, nothing escaped. Any text is a URL; what it has not is empty.
 */

export interface UrlParts {
  /** With its colon, or ''. */
  readonly scheme: string;
  /** Null where there is no `//`, as in `mailto:a@b`. */
  readonly authority: string | null;
  readonly pathname: string;
  /** With its `?`, or ''. */
  readonly search: string;
  /** With its `#`, or ''. */
  readonly hash: string;
}

export interface Authority {
  /** `user:password`, or ''. */
  readonly auth: string;
  readonly hostname: string;
  /** As written, or ''. */
  readonly port: string;
}

/** Takes time by the length of `url`. */
export function parseUrl(url: string): UrlParts {
  const scheme = schemeOf(url);
  let rest = url.slice(scheme.length);
  const hash = from(rest, '#');
  rest = rest.slice(0, rest.length - hash.length);
  const search = from(rest, '?');
  rest = rest.slice(0, rest.length - search.length);
  if (!rest.startsWith('//')) return { scheme, authority: null, pathname: rest, search, hash };
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  return { scheme, authority, pathname: slash < 0 ? '/' : rest.slice(slash), search, hash };
}

/** `url` as it is seen from `base`: an own protocol, host or path counts from there on, all else from the base's folder. */
export function resolveUrl(url: string, base: string): string {
  if (schemeOf(url) !== '') return url;
  const { scheme, authority, pathname } = parseUrl(base);
  if (url.startsWith('//')) return scheme + url;
  const root = authority === null ? scheme : `${scheme}//${authority}`;
  return url.startsWith('/') ? root + url : root + pathname.slice(0, pathname.lastIndexOf('/') + 1) + url;
}

/** What is missing before a host is the usual. */
export function formatUrl({ scheme, authority, pathname, search, hash }: UrlParts): string {
  return `${authority === null ? scheme : `${protocolOf(scheme)}//${authority}`}${pathname}${search}${hash}`;
}

export function protocolOf(scheme: string): string {
  return scheme === '' ? 'http:' : scheme;
}

export function parseAuthority(authority: string): Authority {
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  // Colons inside of brackets are those of an IPv6 address.
  const colon = host.indexOf(':', host.indexOf(']') + 1);
  return {
    auth: at < 0 ? '' : authority.slice(0, at),
    hostname: colon < 0 ? host : host.slice(0, colon),
    port: colon < 0 ? '' : host.slice(colon + 1),
  };
}

const standardPorts = new Map([
  ['http:', '80'],
  ['https:', '443'],
  ['ftp:', '21'],
  ['gopher:', '70'],
]);

/** The port that a protocol uses where none is written, or ''. */
export function standardPort(protocol: string): string {
  return standardPorts.get(protocol.toLowerCase()) ?? '';
}

/** The scheme with its colon, or ''. */
function schemeOf(url: string): string {
  for (let i = 0; i < url.length; i++) {
    const char = url.charAt(i);
    const letter = (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
    if (char === ':' && i > 0) return url.slice(0, i + 1);
    if (!letter && (i === 0 || !((char >= '0' && char <= '9') || char === '+' || char === '-' || char === '.'))) return '';
  }
  return '';
}

function from(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? '' : text.slice(at);
}
