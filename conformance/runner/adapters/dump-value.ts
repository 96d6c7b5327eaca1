/**
 * How a value leaves a binary that can only log.
 *
 * A function, written in the dialect that both Pipys read, logs a value as JSON of nothing but plain ASCII:
 * texts as the hexadecimal digits of their bytes, numbers as a whole number and a power of two, because Pipy
 * writes numbers lossily and cuts long lines. Here are that function and the reader of what it logs.
 */
import type { Pair, Tagged } from '../tagged.js';

/** Begins each line of a dumped value; no case logs anything like it. */
export const dumpMark = '@@conformance ';

/** Classes of both Pipys whose instances hold something: how to name them, and how to get it. */
const holders = [
  ['Date', 'v.getTime()'],
  ['RegExp', '[v.source, v.flags]'],
  ['String', 'v.valueOf()'],
  ['Number', 'v.valueOf()'],
  ['Boolean', 'v.valueOf()'],
] as const;

/** Of 1.x only: naming them is an error in 0.22. */
const modernHolders = [
  ['Map', 'v.entries()'],
  ['Set', 'v.values()'],
  ['Error', '[v.name, v.message]'],
] as const;

/**
 * The text of a function that logs its argument. It is one line, so that errors in what stands below it keep
 * their places but for one line. What 0.22 cannot parse (a conditional, an assignment or a function in the
 * middle of a conditional) does not occur in it.
 */
export function dumpFunction(modern: boolean): string {
  const held = [...holders, ...(modern ? modernHolders : [])]
    .map(([name, get]) => `v instanceof ${name} ? object('${name}', dump(${get}, path)) : `)
    .join('');
  return `((hex, shift, number, list, pairs, named, object, dump, print) => (
    hex = s => new Data(s).toString('hex'),
    shift = (a, e) => (
      [512, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1].forEach(p => (
        (a >= 2 ** (52 + p)) && (a /= 2 ** p, e += p),
        (a < 2 ** (53 - p)) && (a *= 2 ** p, e -= p)
      )),
      ',"m":"' + a + '","e":"' + e + '"}'
    ),
    number = n => (
      n !== n ? ',"v":"NaN"}' :
      n === 0 ? ',"v":"' + (1 / n < 0 ? '-0' : '0') + '"}' :
      n === 1 / 0 ? ',"v":"Infinity"}' :
      n === -1 / 0 ? ',"v":"-Infinity"}' :
      n < 0 ? ',"s":"-"' + shift(-n, 0) : shift(n, 0)
    ),
    pairs = (o, keys, path) => '[' + keys.map(k => '["' + hex(k) + '",' + dump(o[k], path) + ']').join(',') + ']',
    named = a => Object.keys(a).filter(k => !(Number(k) >= 0)),
    list = (a, path) => '[' + new Array(a.length).fill(0).map((_, i) => dump(a[i], path)).join(',') + ']',
    object = (c, held) => '{"t":"object","c":"' + c + '","v":[],"i":' + held + '}',
    dump = (v, above) => ((path, type) => (
      path = above.concat([v]),
      type = typeof v,
      v === null ? '{"t":"null"}' :
      type === 'undefined' ? (v === undefined ? '{"t":"undefined"}' : '{"t":"hole"}') :
      type === 'boolean' ? '{"t":"boolean","v":"' + v + '"}' :
      type === 'number' ? '{"t":"number"' + number(v) :
      type === 'string' ? '{"t":"string","h":"' + hex(v) + '"}' :
      type === 'function' ? '{"t":"function"}' :
      above.indexOf(v) >= 0 ? '{"t":"cycle"}' :
      above.length >= 32 ? '{"t":"cut"}' :
      v instanceof Array ? '{"t":"array","v":' + list(v, path) + ',"p":' + pairs(v, named(v), path) + '}' :
      v instanceof Data ? '{"t":"data","v":"' + v.toString('hex') + '"}' :
      ${held}'{"t":"object","c":"Object","v":' + pairs(v, Object.keys(v), path) + '}'
    ))(),
    print = t => (
      new Array(Math.ceil(t.length / 600)).fill(0).forEach((_, i) => console.log('${dumpMark}' + t.substring(i * 600, i * 600 + 600))),
      console.log('${dumpMark}.')
    ),
    v => print(dump(v, []))
  ))()`.replace(/\s*\n\s*/g, ' ');
}

/** The value that these logged lines tell; null where they tell none, or not to its end. */
export function readDump(lines: readonly string[]): Tagged | null {
  const parts = lines.filter((line) => line.startsWith(dumpMark)).map((line) => line.slice(dumpMark.length));
  if (parts.at(-1) !== '.') return null;
  try {
    return fromDump(JSON.parse(parts.slice(0, -1).join('')) as Dumped);
  } catch {
    return null;
  }
}

interface Dumped {
  readonly t: Tagged['t'];
  readonly v?: string | readonly Dumped[] | readonly (readonly [string, Dumped])[];
  readonly h?: string;
  readonly s?: string;
  readonly m?: string;
  readonly e?: string;
  readonly c?: string;
  readonly p?: readonly (readonly [string, Dumped])[];
  readonly i?: Dumped;
}

function fromDump({ t, v, h, s = '', m, e, c, p = [], i }: Dumped): Tagged {
  switch (t) {
    case 'string':
      return textOf(h!);
    case 'number':
      // Both factors are powers of two apart from m, so that nothing is rounded but to subnormal numbers.
      return { t, v: m === undefined ? (v as string) : s + String(Number(m) * 2 ** Math.max(Number(e), -1022) * 2 ** Math.min(Number(e) + 1022, 0)) };
    case 'boolean':
    case 'data':
      return { t, v: v as string };
    case 'array':
      return p.length === 0 ? { t, v: (v as Dumped[]).map(fromDump) } : { t, v: (v as Dumped[]).map(fromDump), p: p.map(fromPair) };
    case 'object': {
      const pairs = (v as [string, Dumped][]).map(fromPair);
      return i === undefined ? { t, c: c!, v: pairs } : { t, c: c!, v: pairs, i: fromDump(i) };
    }
    case 'function':
      return { t };
    default:
      return { t };
  }
}

function fromPair([key, value]: readonly [string, Dumped]): Pair {
  return [decode(key), fromDump(value)];
}

/** What is not UTF-8 is no string: Pipy answers such things for characters that are not there. */
function textOf(hex: string): Tagged {
  const text = decode(hex);
  return isText(hex) ? { t: 'string', v: text } : { t: 'data', v: hex };
}

function isText(hex: string): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(withoutSurrogates(hex), 'hex'));
    return true;
  } catch {
    return false;
  }
}

/** Pipy keeps lone surrogates as three bytes each. */
const surrogate = /^ed([ab][0-9a-f])([89ab][0-9a-f])/;

function decode(hex: string): string {
  let text = '';
  let plain = '';
  const flush = (): void => {
    text += Buffer.from(plain, 'hex').toString('utf8');
    plain = '';
  };
  for (let i = 0; i < hex.length; i += 2) {
    const match = surrogate.exec(hex.slice(i, i + 6));
    if (match === null) {
      plain += hex.slice(i, i + 2);
      continue;
    }
    flush();
    text += String.fromCharCode(0xd000 + ((parseInt(match[1], 16) & 0x3f) << 6) + (parseInt(match[2], 16) & 0x3f));
    i += 4;
  }
  flush();
  return text;
}

function withoutSurrogates(hex: string): string {
  return hex.replace(/(..)/g, '$1 ').replace(/ed [ab]. [89ab]. /g, '').replace(/ /g, '');
}
