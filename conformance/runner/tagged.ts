/** Values as the protocol writes them: tagged, with text leaves. `any` stands only in what a case expects. */

export type Tagged =
  | { readonly t: 'undefined' | 'null' | 'hole' | 'cycle' | 'cut' | 'any' }
  | { readonly t: 'string' | 'boolean' | 'data'; readonly v: string }
  /** `as`: an observed number that its implementation writes so. */
  | { readonly t: 'number'; readonly v: string; readonly as?: string }
  | { readonly t: 'array'; readonly v: readonly Tagged[]; readonly p?: readonly Pair[] }
  | { readonly t: 'object'; readonly c: string; readonly v: readonly Pair[]; readonly i?: Tagged }
  | { readonly t: 'function'; readonly n?: string };

export type Pair = readonly [key: string, value: Tagged];

/** A value that came over the wire, in the notation of the case files; whatever it is, it can be shown. */
export function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const { t, v, c, i, p, n, as } = value as Record<string, unknown>;
  switch (t) {
    case 'undefined':
    case 'null':
    case 'any':
      return t;
    case 'hole':
      return '';
    case 'number':
      return as === undefined ? String(v) : `${String(v)} as ${JSON.stringify(as)}`;
    case 'boolean':
      return String(v);
    case 'string':
      return JSON.stringify(v);
    case 'data':
      return `data(${String(v)})`;
    case 'array':
      return `[${list(v).map(show).join(', ')}${endsWithHole(v) ? ',' : ''}]${list(p).length > 0 ? ` with ${showPairs(p)}` : ''}`;
    case 'object':
      return `${c === 'Object' && i === undefined ? '' : String(c)}${i === undefined ? '' : `(${show(i)})`}${i !== undefined && list(v).length === 0 ? '' : showPairs(v)}`;
    case 'function':
      return typeof n === 'string' && n !== '' ? `function ${n}` : 'function';
    default:
      return typeof t === 'string' ? `<${t}>` : Array.isArray(value) ? `[${value.map(show).join(', ')}]` : JSON.stringify(value);
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A hole at the end needs a comma of its own to be seen. */
function endsWithHole(value: unknown): boolean {
  const last = list(value).at(-1) as { t?: unknown } | undefined;
  return last?.t === 'hole';
}

function showPairs(pairs: unknown): string {
  return `{${list(pairs)
    .map((pair) => `${JSON.stringify(list(pair)[0])}: ${show(list(pair)[1])}`)
    .join(', ')}}`;
}
