/** What `--dump` writes is what case.schema.json says. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { main } from './command-line.js';

const suite = resolve(__dirname, '..');

type Schema = Readonly<Record<string, unknown>>;

const root = JSON.parse(readFileSync(join(suite, 'case.schema.json'), 'utf8')) as Schema;

/** Words of JSON Schema that our schema uses; another one would go unchecked, so it is refused. */
const known = 'type const enum pattern minLength minimum minItems maxItems items prefixItems required properties additionalProperties oneOf $ref $defs $schema title description'.split(' ');

/** Where and why a value does not fit a schema; null when it does. */
function misfit(value: unknown, schema: Schema, path = '$'): string | null {
  const strange = Object.keys(schema).find((word) => !known.includes(word));
  if (strange !== undefined) throw new Error(`the test knows no '${strange}'`);
  if (typeof schema['$ref'] === 'string') return misfit(value, (root['$defs'] as Record<string, Schema>)[schema['$ref'].replace('#/$defs/', '')], path);
  if (schema['oneOf'] !== undefined) {
    const fitting = (schema['oneOf'] as Schema[]).filter((one) => misfit(value, one, path) === null);
    return fitting.length === 1 ? null : `${path} fits ${fitting.length} of the alternatives: ${JSON.stringify(value)}`;
  }
  const wrong = (word: string): string => `${path} breaks '${word}': ${JSON.stringify(value)}`;
  if (schema['type'] !== undefined && ![schema['type']].flat().includes(typeOf(value))) return wrong('type');
  if ('const' in schema && value !== schema['const']) return wrong('const');
  if (schema['enum'] !== undefined && !(schema['enum'] as unknown[]).includes(value)) return wrong('enum');
  if (typeof value === 'number' && value < ((schema['minimum'] as number | undefined) ?? -Infinity)) return wrong('minimum');
  if (typeof value === 'string') {
    if (schema['pattern'] !== undefined && !new RegExp(schema['pattern'] as string, 'u').test(value)) return wrong('pattern');
    if (value.length < ((schema['minLength'] as number | undefined) ?? 0)) return wrong('minLength');
  }
  if (Array.isArray(value)) return misfitOfItems(value, schema, path) ?? misfitOfLength(value, schema, wrong);
  return typeOf(value) === 'object' ? misfitOfProperties(value as Record<string, unknown>, schema, path) : null;
}

function misfitOfLength({ length }: unknown[], schema: Schema, wrong: (word: string) => string): string | null {
  if (length < ((schema['minItems'] as number | undefined) ?? 0)) return wrong('minItems');
  return length > ((schema['maxItems'] as number | undefined) ?? Infinity) ? wrong('maxItems') : null;
}

function misfitOfItems(items: unknown[], schema: Schema, path: string): string | null {
  const first = (schema['prefixItems'] ?? []) as Schema[];
  const others = schema['items'] as Schema | undefined;
  for (const [index, item] of items.entries()) {
    const own = first[index] ?? others;
    const found = own === undefined ? null : misfit(item, own, `${path}[${index}]`);
    if (found !== null) return found;
  }
  return null;
}

function misfitOfProperties(value: Record<string, unknown>, schema: Schema, path: string): string | null {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const missing = ((schema['required'] ?? []) as string[]).find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return `${path}.${missing} is missing`;
  for (const [key, part] of Object.entries(value)) {
    const others = schema['additionalProperties'] as Schema | false | undefined;
    const own = Object.hasOwn(properties, key) ? properties[key] : others;
    if (own === false) return `${path}.${key} is not known`;
    const found = own === undefined ? null : misfit(part, own, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

async function dump(): Promise<string[]> {
  const written: string[] = [];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    expect(await main(['--cases', suite, '--dump'])).toBe(0);
  } finally {
    stdout.mockRestore();
  }
  return written.join('').trimEnd().split('\n');
}

test('every case fits the schema, and the dump is the same every time', async () => {
  const lines = await dump();
  expect(lines.length).toBeGreaterThan(3500);
  expect(lines.map((line) => misfit(JSON.parse(line), root)).filter((found) => found !== null)).toEqual([]);
  expect(await dump()).toEqual(lines);
});

const value = { kind: 'value', value: { t: 'number', v: '1' }, ordered: false };
const sound = { id: 'a#b', file: 'a.table.pjs', line: 1, spec: 's', since: '0.22', request: { op: 'evaluate', dialect: 'classic', source: '1' }, expected: { outcomes: [value], printed: null }, canary: false };

test.each<[string, object]>([
  ['an unknown property', { colour: 'red' }],
  ['another type', { line: '1' }],
  ['a line that is none', { line: 0 }],
  ['a version that is none', { since: '9' }],
  ['an id without a title', { id: 'a' }],
  ['no outcome', { expected: { outcomes: [], printed: null } }],
  ['an outcome of no kind', { expected: { outcomes: [{ kind: 'joy' }], printed: null } }],
  ['a value without a tag', { expected: { outcomes: [{ ...value, value: 1 }], printed: null } }],
  ['a pair of three', { expected: { outcomes: [{ ...value, value: { t: 'object', c: 'Object', v: [['a', { t: 'null' }, 1]] } }], printed: null } }],
  ['a missing part', { request: { op: 'evaluate' } }],
])('the schema refuses %s', (_, change) => {
  expect(misfit(sound, root)).toBeNull();
  expect(misfit({ ...sound, ...change }, root)).not.toBeNull();
});
