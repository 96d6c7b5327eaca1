/**
 * A table of URL patterns.
 *
 *   pattern:  [domain] path, where the domain may begin with the label `*`
 *   path:     taken as it is written, or for everything under it when its last segment is `*`
 *
 * The most precise pattern wins: an exact domain over `*.domain` over none, and within a domain an exact
 * path over the longest one with `*`. Where a domain has no path that fits, the next domain is tried.
 */

/** What a path leads to; a holder, because a value may be undefined. */
interface Found<V> {
  readonly value: V;
}

/** A place in the tree of the paths that end in `*`. */
interface Branch<V> {
  /** Null while there are none. */
  children: Map<string, Branch<V>> | null;
  /** What is under this path. */
  below: Found<V> | null;
}

class Domain<V> {
  /** Null while there are none. */
  exact: Map<string, Found<V>> | null = null;
  readonly tree: Branch<V> = { children: null, below: null };
}

export class URLRouter<V> {
  private readonly domains = new Map<string, Domain<V>>();
  /** Of the patterns without a domain. */
  private readonly anywhere = new Domain<V>();

  /** False when `pattern` is none: it needs a path, and its domain takes no port. */
  add(pattern: string, value: V): boolean {
    const slash = pattern.indexOf('/');
    const host = pattern.slice(0, slash);
    if (slash < 0 || host.includes(':')) return false;
    let domain = host === '' ? this.anywhere : this.domains.get(host);
    if (domain === undefined) this.domains.set(host, (domain = new Domain()));
    const path = pattern.slice(slash);
    if (path.endsWith('/*')) addBelow(domain.tree, segmentsOf(path.slice(0, -1)), value);
    else (domain.exact ??= new Map()).set(path, { value });
    return true;
  }

  /** What the most precise pattern leads to. The parts of the URL are joined by one slash each; port and query do not count. */
  find(...parts: string[]): V | undefined {
    const url = join(parts);
    const slash = url.indexOf('/');
    if (slash < 0) return undefined;
    const colon = url.lastIndexOf(':', slash);
    const host = url.slice(0, colon < 0 ? slash : colon);
    const query = url.indexOf('?', slash);
    const path = query < 0 ? url.slice(slash) : url.slice(slash, query);
    return (this.findByDomain(host, path) ?? findIn(this.anywhere, path))?.value;
  }

  private findByDomain(host: string, path: string): Found<V> | null {
    const { domains } = this;
    if (host === '' || domains.size === 0) return null;
    return findIn(domains.get(host), path) ?? findIn(domains.get(withoutFirstLabel(host)), path);
  }
}

function findIn<V>(domain: Domain<V> | undefined, path: string): Found<V> | null {
  if (domain === undefined) return null;
  const exact = domain.exact?.get(path);
  if (exact !== undefined) return exact;
  let branch: Branch<V> | undefined = domain.tree;
  let found = branch.below;
  if (branch.children === null) return found;
  for (const segment of segmentsOf(path)) {
    branch = branch.children?.get(segment);
    if (branch === undefined) break;
    found = branch.below ?? found;
  }
  return found;
}

function addBelow<V>(tree: Branch<V>, segments: readonly string[], value: V): void {
  let branch = tree;
  for (const segment of segments) {
    branch.children ??= new Map();
    let child = branch.children.get(segment);
    if (child === undefined) branch.children.set(segment, (child = { children: null, below: null }));
    branch = child;
  }
  branch.below = { value };
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** `*.b.com` for `a.b.com`. */
function withoutFirstLabel(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 ? '*' : `*${host.slice(dot)}`;
}

function join(parts: readonly string[]): string {
  let url = parts[0] ?? '';
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i];
    const ends = url.endsWith('/');
    const starts = part.startsWith('/');
    url += ends && starts ? part.slice(1) : ends || starts ? part : `/${part}`;
  }
  return url;
}
