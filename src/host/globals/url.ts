/** `URL`: a URL taken apart. */
import { accessor, costing, defineClass } from '../../language/builtins/define.js';
import { payReading } from '../../language/builtins/cost.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';
import { parseQuery } from '../query-string.js';
import { formatUrl, parseAuthority, parseUrl, protocolOf, resolveUrl, standardPort, type UrlParts } from '../url-parts.js';
import { searchParams } from './url-search-params.js';

class Url {
  readonly protocol: string;
  readonly auth: string;
  readonly username: string;
  readonly password: string;
  /** With the port where one is written. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly origin: string;
  readonly href: string;
  private params: HostObject | null = null;

  constructor(parts: UrlParts) {
    const { scheme, authority, pathname, search, hash } = parts;
    const { auth, hostname, port } = parseAuthority(authority ?? '');
    const colon = auth.indexOf(':');
    this.protocol = protocolOf(scheme);
    this.auth = auth;
    this.username = colon < 0 ? auth : auth.slice(0, colon);
    this.password = colon < 0 ? '' : auth.slice(colon + 1);
    this.host = port === '' ? hostname : `${hostname}:${port}`;
    this.hostname = hostname;
    this.port = port === '' ? standardPort(this.protocol) : port;
    this.pathname = pathname;
    this.search = search;
    this.hash = hash;
    this.origin = `${this.protocol}//${this.host}`;
    this.href = formatUrl(parts);
  }

  get path(): string {
    allocate(sizes.string + this.pathname.length + this.search.length);
    return this.pathname + this.search;
  }

  get query(): string {
    allocate(sizes.string + 8);
    return this.search.slice(1);
  }

  get searchParams(): HostObject {
    return (this.params ??= searchParams(parseQuery(this.search)));
  }
}

const of = (self: Value): Url => (self as HostObject<Url>).host;

const parts = [
  accessor('href', (self) => of(self).href, 'The whole URL.'),
  accessor('protocol', (self) => of(self).protocol, 'The protocol with its colon: `http:`.'),
  accessor('auth', (self) => of(self).auth, 'User and password as written: `user:password`.'),
  accessor('username', (self) => of(self).username, 'The user.'),
  accessor('password', (self) => of(self).password, 'The password.'),
  accessor('host', (self) => of(self).host, 'Host and, where it is written, port.'),
  accessor('hostname', (self) => of(self).hostname, 'The host.'),
  accessor('port', (self) => of(self).port, "The port, or the protocol's own, as a string."),
  accessor('origin', (self) => of(self).origin, 'Protocol and host.'),
  accessor('path', (self) => of(self).path, 'Path and query.'),
  accessor('pathname', (self) => of(self).pathname, 'The path.'),
  accessor('search', (self) => of(self).search, 'The query with its `?`.'),
  accessor('query', (self) => of(self).query, 'The query without its `?`.'),
  accessor('hash', (self) => of(self).hash, 'The fragment with its `#`.'),
];

const descriptor = describeApi(
  'URL',
  [
    ...parts,
    ...costing('n', [accessor('searchParams', (self) => of(self).searchParams, 'The parameters in the query.')]),
    apiMethod('toString', {}, (self) => of(self).href, 'The whole URL.'),
  ],
  parts.map(({ name }) => name),
);

/** What the constructor takes. */
const taken = { url: api('text', 'The URL.'), base: api('text', 'What it is relative to.', { optional: true }) };

export const url = defineClass({
  name: 'URL',
  since: '0.22',
  cost: 'n',
  doc: "A URL: `new URL('http://host/path?query')`, `new URL('folder/file', base)`. Never fails; nothing is normalised.",
  length: 1,
  descriptor,
  construct: (args) => {
    const { url: text, base } = matchRecord(taken, args);
    const length = (text as string).length + (typeof base === 'string' ? base.length : 0);
    payReading(length);
    // Parts keep the text alive, and some are texts of their own.
    allocate(sizes.object * 2 + 2 * length);
    return new HostObject(descriptor, new Url(parseUrl(typeof base === 'string' ? resolveUrl(text as string, base) : (text as string))));
  },
  hasInstance: (value) => hostOf(value, Url) !== null,
});
