/**
 * Recorded answers of real binaries become case files: `node tools/oracle/convert.mjs RECORDING FOLDER`.
 *
 * A recording is JSON, one probe a line: the question (`id`, `area`, `dialect`, `src`, `context`, `files`), what
 * the specification wants (`want`), what `ecma`, `0.22` and `1.5` answered, and how the Pipy of the dialect
 * compares with ECMA-262 (`class`, `why`). FOLDER gets one file for each area. The same recording gives the same
 * files, to the byte.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [recording, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node tools/oracle/convert.mjs RECORDING FOLDER');
  process.exit(2);
}

const engines = ['ecma', '0.22', '1.5'];

/** What an area is about; the longest beginning counts. */
const specs = {
  arr: 'ECMA-262 13.2.4',
  array: 'ECMA-262 23.1',
  boolean: 'ECMA-262 20.3',
  chain: 'ECMA-262 13.3.9',
  conv: 'ECMA-262 7.1',
  ctx: 'PipyJS names: names become slots',
  date: 'ECMA-262 21.4',
  err: 'PipyJS errors',
  fn: 'ECMA-262 15.3',
  'fn.destruct': 'ECMA-262 14.3.3',
  host: 'PipyJS globals',
  json: 'ECMA-262 25.5',
  lex: 'ECMA-262 12',
  'lex.template': 'ECMA-262 13.2.8',
  mapset: 'ECMA-262 24',
  math: 'ECMA-262 21.3',
  module: 'ECMA-262 16.2',
  num: 'ECMA-262 6.1.6.1.20',
  number: 'ECMA-262 21.1',
  obj: 'ECMA-262 13.2.5',
  'obj.access': 'ECMA-262 13.3.2',
  object: 'ECMA-262 20.1',
  op: 'ECMA-262 13',
  'op.add': 'ECMA-262 13.8',
  'op.arith': 'ECMA-262 13.7',
  'op.assign': 'ECMA-262 13.15',
  'op.bit': 'ECMA-262 13.12',
  'op.comma': 'ECMA-262 13.16',
  'op.cond': 'ECMA-262 13.14',
  'op.delete': 'ECMA-262 13.5.1',
  'op.eq': 'ECMA-262 13.11',
  'op.in': 'ECMA-262 13.10',
  'op.incdec': 'ECMA-262 13.4',
  'op.instanceof': 'ECMA-262 13.10',
  'op.logic': 'ECMA-262 13.13',
  'op.rel': 'ECMA-262 13.10',
  'op.typeof': 'ECMA-262 13.5.3',
  'op.unary': 'ECMA-262 13.5',
  'op.void': 'ECMA-262 13.5.2',
  prec: 'ECMA-262 13',
  regexp: 'ECMA-262 22.2',
  reject: 'PipyJS dialects: classic',
  stmt: 'ECMA-262 14',
  'stmt.asi': 'ECMA-262 12.10',
  'stmt.block': 'ECMA-262 14.2',
  'stmt.class': 'PipyJS dialects: modern',
  'stmt.delete': 'ECMA-262 13.5.1',
  'stmt.destructassign': 'ECMA-262 13.15.5',
  'stmt.error': 'ECMA-262 20.5',
  'stmt.expr': 'ECMA-262 14.5',
  'stmt.for': 'ECMA-262 14.7.4',
  'stmt.function': 'ECMA-262 15.2',
  'stmt.if': 'ECMA-262 14.6',
  'stmt.label': 'ECMA-262 14.13',
  'stmt.let': 'PipyJS dialects: modern',
  'stmt.promise': 'ECMA-262 27.2',
  'stmt.switch': 'ECMA-262 14.12',
  'stmt.try': 'ECMA-262 14.15',
  'stmt.var': 'ECMA-262 14.3.2',
  'stmt.while': 'PipyJS dialects: modern',
  string: 'ECMA-262 22.1',
  url: 'PipyJS globals: URL',
  urlsearchparams: 'PipyJS globals: URLSearchParams',
};

const unknownName = 'an unknown name is an error when the code base is loaded, wherever it stands';
const codePoints = 'a string is a sequence of code points';
const deep = 'how deep calls may be nested is a limit, which cannot be caught';

/** What is expected by spec/deviations.md, in place of what was wanted by ECMA-262 or of a Pipy when the answers were recorded. */
const decided = {
  'err.depth.001': ['error | limit STACK', deep],
  'err.depth.002': ["'ok' | limit STACK", deep],
  'err.depth.006': ["'ok' | limit STACK", deep],
  'err.property.021': ['error resolve', unknownName],
  'fn.arrow.020': ['1000 | limit STACK', deep],
  'prec.067': ['error resolve', unknownName],
  'regexp.test.012': ['false', codePoints],
  'stmt.function.036': ["'function'"],
  'stmt.function.046': ['error resolve', unknownName],
  'stmt.function.047': ['error resolve', unknownName],
  'stmt.try.006': ['error resolve', unknownName],
  'stmt.try.041': ["'overflow' | limit STACK", deep],
  'string.charCodeAt.013': ['97', codePoints],
};

const areas = new Map();
for (const line of readFileSync(recording, 'utf8').split('\n')) {
  if (line === '') continue;
  const probe = JSON.parse(line);
  // The recorder called the main module so; the suite calls it /main.js.
  probe.src = probe.src.replace("'./main.mjs'", "'./main.js'");
  if (!areas.has(probe.area)) areas.set(probe.area, []);
  areas.get(probe.area).push(probe);
}

mkdirSync(folder, { recursive: true });
for (const [area, probes] of areas) {
  const head = ['// Recorded answers: made by tools/oracle/convert.mjs, not by hand.', '', `//# spec     ${specOf(area)}`];
  if (probes[0].dialect === 'modern') head.push('//# dialect  modern');
  const chunks = probes.map((probe) => chunkOf(probe, probes[0].dialect).join('\n'));
  writeFileSync(join(folder, `${area}.program.pjs`), `${head.join('\n')}\n\n${chunks.join('\n\n')}\n`);
}

function specOf(area) {
  const key = Object.keys(specs).sort((a, b) => b.length - a.length).find((name) => area === name || area.startsWith(`${name}.`));
  if (key === undefined) throw new Error(`nothing says what ${area} is about`);
  return specs[key];
}

function chunkOf(probe, dialect) {
  if (probe.dialect !== dialect) throw new Error(`${probe.area} has two dialects`);
  const lines = ['//---', `//# title  ${probe.id.slice(probe.area.length + 1)}`];
  if (probe.context !== undefined) lines.push(`//# context  ${probe.context}`);
  const [expected, reason] = decided[probe.id] ?? [];
  if (probe.class !== 'agree') lines.push(`//# class  ${probe.class}`);
  const why = reason ?? probe.why;
  if (why !== undefined) lines.push(`//# why  ${why.replace(/\n/g, '\\n')}`);
  lines.push(...(needsQuotes(probe.src) ? [`//# source  ${JSON.stringify(probe.src)}`] : probe.src.split('\n')));
  for (const [path, text] of Object.entries(probe.files ?? {})) lines.push(`//@ file ${path.slice(1)}`, ...text.split('\n'));
  lines.push(expected === undefined ? expectationOf(probe.want) : `//= ${expected}`);
  lines.push(...observationsOf(probe));
  return lines;
}

/** A text that would be read otherwise if it stood in a case file as it is. */
function needsQuotes(source) {
  return source !== source.trim() || source.startsWith('//') || /[\0-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff]|^\/\/[-#@=>~]|\/\/!/m.test(source);
}

function expectationOf(want) {
  const outcomes = want.filter((outcome, i) => want.findIndex((other) => JSON.stringify(other) === JSON.stringify(outcome)) === i);
  const values = outcomes.filter(({ status }) => status === 'value').map(({ value }) => literal(fromTagged(value)));
  const others = outcomes.filter(({ status }) => status !== 'value').map(({ status }) => (status === 'any-value' ? 'any' : status));
  // The order of keys matters where there are several.
  return `${values.some((text) => /\{[^}]*,/.test(text)) ? '//=~' : '//='} ${[...values, ...others].join(' | ')}`;
}

/** Engines that gave the same answer share a line. */
function observationsOf(probe) {
  const lines = new Map();
  for (const engine of engines) {
    const text = observationOf(probe[engine]);
    lines.set(text, [...(lines.get(text) ?? []), engine]);
  }
  return [...lines].map(([text, names]) => `//~ ${names.join(' ')}  ${text}`);
}

function observationOf({ status, value, message, line, column }) {
  if (status === 'value') return `= ${literal(value)}`;
  if (status !== 'parse-error' && status !== 'runtime-error') return status;
  const place = line === undefined || column === undefined ? '' : ` @${line}:${column}`;
  const words = message === undefined || message === '' ? '' : ` ${message.replace(/\s+/g, ' ').trim()}`;
  return `! ${status === 'parse-error' ? 'parse' : 'evaluate'}${place}${words}`;
}

/** The expected values are tagged as the protocol tags them; the observed ones have a short form of their own. */
function fromTagged({ t, v, c, i, p }) {
  switch (t) {
    case 'array':
      return { array: v.map(fromTagged), ...(p !== undefined && { props: p.map(([key, value]) => [key, fromTagged(value)]) }) };
    case 'object':
      if (c === 'Promise') return 'promise';
      return i === undefined ? { object: v.map(([key, value]) => [key, fromTagged(value)]) } : { boxed: fromTagged(i) };
    case 'number':
    case 'string':
    case 'boolean':
      return { [t]: v };
    default:
      return t;
  }
}

/** A value in the notation of case files. */
function literal(value) {
  if (typeof value === 'string') return value === 'promise' ? 'Promise(any)' : /^(undefined|null|function|hole)$/.test(value) ? value : unknown(value);
  const [kind] = Object.keys(value);
  switch (kind) {
    case 'number':
      if (value.number === 'now') return "0 as 'now'"; // The present of the recording.
      return typeof value.text === 'string' ? `${value.number} as ${quote(value.text)}` : value.number;
    case 'boolean':
      return value.boolean;
    case 'string':
      return quote(value.string);
    case 'array': {
      const items = value.array.map((item) => (item === 'hole' ? '' : literal(item))).join(', ') + (value.array.at(-1) === 'hole' ? ',' : '');
      return `[${items}]${value.props === undefined ? '' : ` with ${pairs(value.props)}`}`;
    }
    case 'object':
      return pairs(value.object);
    case 'boxed': {
      const [type] = Object.keys(value.boxed);
      return `${type[0].toUpperCase()}${type.slice(1)}(${literal(value.boxed)})`;
    }
    case 'regexp':
      return `RegExp([${value.regexp.map(quote).join(', ')}])`;
    case 'instance':
      return `${value.instance.replace(/^\[object (?:\w+::)*(\w+)\]$/, '$1')}${pairs(value.props)}`;
    case 'bytes':
      return `data(${value.bytes})`;
    case 'bigint':
      return `BigInt(${quote(value.bigint)})`;
    case 'symbol':
      return `Symbol(${quote(value.symbol)})`;
    case 'accepted':
      return 'any';
    default:
      return unknown(value);
  }
}

function pairs(list) {
  if (list.length === 0) return '{}';
  return `{ ${list.map(([key, value]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: ${literal(value)}`).join(', ')} }`;
}

function quote(text) {
  const escapes = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const escaped = text.replace(/[\\'\n\r\t]|[\0-\x1f\x7f-\xa0\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (character) => {
    return escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${escaped}'`;
}

function unknown(value) {
  throw new Error(`no literal for ${JSON.stringify(value)}`);
}
