/** Policies from flags and from JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantLimits } from '../../language/evaluate/limits.js';
import { filters } from '../../stream/filters/index.js';
import { accepts } from '../../testing/json-schema.js';
import { documentFromFile } from './file.js';
import { documentFromFlags, type GivenFlag } from './flags.js';
import { Policy } from './policy.js';

const paths = (path: string): string[] => [`/here/${path}`];

/** `allow-read=a`, `deny-exec`. */
function flag(text: string): GivenFlag {
  const [name, value] = text.split('=');
  const [effect, capability] = name.split('-') as ['allow' | 'deny', string];
  return { effect, name: capability, value: value ?? true };
}

function policyOf(flags: readonly string[], { tenant = false, json }: { tenant?: boolean; json?: unknown } = {}): Policy | null {
  const file = json === undefined ? null : documentFromFile(json, paths);
  const document = documentFromFlags(flags.map(flag), { tenant, file, paths });
  return document === null ? null : new Policy(document);
}

function reach(policy: Policy | null): string {
  if (policy === null) return 'everything';
  const has = {
    listen: policy.listen.allows('0.0.0.0', 80),
    public: policy.connect.allowsHost('example.com', 80),
    loopback: policy.connect.allowsHost('127.0.0.1', 80),
    read: policy.read.allows('/here/a'),
    etc: policy.read.allows('/etc'),
    proc: policy.read.allows('/proc/x'),
    write: policy.write.allows('/here/a'),
    env: policy.environment({ A: '1', B: '2' }) === null ? false : Object.keys(policy.environment({ A: '1', B: '2' })!).join('') || 'none',
    exec: policy.exec.allows('jq'),
    filters: policy.filter.allows('connect'),
    control: policy.control,
  };
  return Object.entries(has)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}:${value}`))
    .join(' ');
}

test.each([
  [[], {}, 'everything'],
  [['allow-listen'], {}, 'listen filters control'],
  [['allow-listen=80'], {}, 'listen filters control'],
  [['allow-listen=81'], {}, 'filters control'],
  [['allow-connect'], {}, 'public loopback filters control'],
  [['allow-connect=example.com'], {}, 'public filters control'],
  [['allow-net'], {}, 'listen public loopback filters control'],
  [['allow-net=127.0.0.1:80,example.com'], {}, 'public loopback filters control'],
  [['allow-net=80'], {}, 'listen filters control'],
  [['allow-read'], {}, 'read etc proc filters control'],
  [['allow-read=a'], {}, 'read filters control'],
  [['allow-read=a', 'allow-read=b'], {}, 'read filters control'],
  [['allow-write=a'], {}, 'write filters control'],
  [['allow-env'], {}, 'env:AB filters control'],
  [['allow-env=A,C'], {}, 'env:A filters control'],
  [['allow-env', 'deny-env=A'], {}, 'env:B filters control'],
  [['allow-exec=jq, ls'], {}, 'exec filters control'],
  [['allow-exec', 'deny-exec'], {}, 'filters control'],
  [['allow-filter=connect'], {}, 'filters control'],
  [['allow-filter=dump,serveHTTP'], {}, 'control'],
  [['allow-net', 'deny-connect=localhost'], {}, 'listen public filters control'],
  [['allow-net', 'deny-net'], {}, 'filters control'],
  // Denials alone leave all else as it was.
  [['deny-exec'], {}, 'listen public loopback read etc proc write env:AB filters control'],
  [['deny-filter=connect', 'deny-read'], {}, 'listen public loopback write env:AB exec control'],
  [[], { tenant: true }, 'filters'],
  [['allow-connect'], { tenant: true }, 'public filters'],
  [['allow-connect', 'allow-connect=127.0.0.1:80'], { tenant: true }, 'public loopback filters'],
  [['allow-read', 'allow-read=../proc'], { tenant: true }, 'read etc filters'],
  [['allow-connect=*,127.0.0.1:80'], { tenant: true }, 'public loopback filters'],
  [['allow-read', 'allow-write'], { tenant: true }, 'read etc write filters'],
  [['deny-exec'], { tenant: true }, 'filters'],
  [[], { json: {} }, 'filters control'],
  [[], { json: { tenant: true, control: true } }, 'filters control'],
  [[], { json: { listen: ['80'], connect: true, read: ['a'], env: { allow: true, deny: ['A'] }, exec: false } }, 'listen public loopback read env:B filters control'],
  [['allow-exec=jq', 'deny-listen=80'], { json: { listen: true } }, 'exec filters control'],
  [['allow-filter=connect'], { json: { filter: ['dump'] } }, 'filters control'],
  [['deny-filter=connect'], { json: {}, tenant: true }, ''],
] as const)('%j %j: %s', (flags, more, expected) => expect(reach(policyOf(flags, more))).toBe(expected));

test('limits come from the policy, the rest from the profile', () => {
  const { limits, quotas, scriptSize } = policyOf([], { json: { tenant: true, limits: { fuel: 5, time: 7, connections: 9 }, scriptSize: 100 } })!;
  expect([limits, quotas, scriptSize]).toEqual([{ ...tenantLimits, fuel: 5, time: 7 }, { connections: 9, connectionsPerSecond: 1000, processes: 10, cpu: 300, log: 1 << 20 }, 100]);
  expect([policyOf(['allow-net'])!.limits.fuel, policyOf(['allow-net'])!.scriptSize]).toEqual([Infinity, 1 << 20]);
});

test.each([
  ['allow-listen=', "--allow-listen: '' is no port"],
  ['allow-listen=80,', "--allow-listen: '' is no port"],
  ['allow-connect=127.1', "--allow-connect: '127.1' is no address"],
  ['allow-net=a b', "--allow-net: 'a b' is no"],
  ['allow-read=', '--allow-read: a path is expected'],
  ['allow-env=A=B', '--allow-env: '],
  ['deny-exec=', '--deny-exec: the name of a program'],
  ['allow-filter=conect', "--allow-filter: there is no filter 'conect': did you mean 'connect'?"],
])('--%s: %s', (text, complaint) => {
  const [name, ...value] = text.split('=');
  expect(() => documentFromFlags([{ ...flag(name), value: value.join('=') }], { tenant: false, file: null, paths })).toThrow(complaint);
});

describe('the schema accepts what is accepted, and nothing else that can be told without reading rules', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../../../spec/policy.schema.json'), 'utf8')) as { $defs: { filters: { anyOf: { items?: { enum: string[] } }[] } } };
  const accepted = (value: unknown): boolean => {
    try {
      documentFromFile(value, paths);
      return true;
    } catch {
      return false;
    }
  };
  const values: readonly (readonly [value: unknown, fine: boolean])[] = [
    [{}, true],
    [{ $schema: 'policy.schema.json', tenant: true, control: false }, true],
    [{ listen: true, connect: false, read: [], write: ['/tmp'], env: ['A'], exec: ['jq'], filter: ['connect'] }, true],
    [{ listen: ['8000', '127.0.0.1:8000-8010', '[::1]:80'] }, true],
    [{ connect: { allow: ['*.example.com:443', '10.0.0.0/8'], deny: ['localhost'] }, exec: { allow: true, deny: true }, env: {} }, true],
    [{ scriptSize: 1, limits: { fuel: 1, memory: 2 ** 40, depth: 1000, time: 5 } }, true],
    [{ limits: {} }, true],
    [null, false],
    [[], false],
    ['x', false],
    [{ listens: true }, false],
    [{ tenant: 1 }, false],
    [{ $schema: 1 }, false],
    [{ control: 'yes' }, false],
    [{ listen: 8000 }, false],
    [{ listen: [8000] }, false],
    [{ listen: '8000' }, false],
    [{ listen: null }, false],
    [{ listen: [''] }, false],
    [{ connect: { allow: 'x' } }, false],
    [{ connect: { allows: [] } }, false],
    [{ connect: { deny: [1] } }, false],
    [{ connect: [''] }, false],
    [{ env: [''] }, false],
    [{ env: ['A=B'] }, false],
    [{ exec: [''] }, false],
    [{ read: [''] }, false],
    [{ filter: ['connekt'] }, false],
    [{ scriptSize: 0 }, false],
    [{ scriptSize: 1.5 }, false],
    [{ scriptSize: (1 << 20) + 1 }, false],
    [{ limits: [] }, false],
    [{ limits: { fuel: -1 } }, false],
    [{ limits: { fuel: '5' } }, false],
    [{ limits: { depth: 1001 } }, false],
    [{ limits: { connections: 5, processes: 1 } }, true],
    [{ limits: { connections: 0 } }, false],
    [{ limits: { wall: 5 } }, false],
  ];
  test.each(values)('%j: %s', (value, fine) => expect([accepted(value), accepts({ ...schema }, value)]).toEqual([fine, fine]));

  test('it knows all filters', () => expect([...schema.$defs.filters.anyOf[1].items!.enum].sort()).toEqual(filters.map(({ name }) => name).sort()));

  test.each([
    [{ listen: ['80x'] }, "listen[0]: '80x' is no port"],
    [{ connect: { allow: ['a', '0x7f'] } }, "connect.allow[1]: '0x7f' is no address"],
    [{ limits: { fuel: 1.5 } }, 'limits.fuel is no whole number from 1 to'],
    [{ conect: [] }, "the policy has no field 'conect': did you mean 'connect'?"],
    [{ filter: { allow: ['connekt'] } }, "filter.allow[0]: there is no filter 'connekt': did you mean 'connect'?"],
  ])('%j: %s', (value, complaint) => expect(() => documentFromFile(value, paths)).toThrow(complaint));
});
