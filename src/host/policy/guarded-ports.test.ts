/** Ports under a policy: what passes, what does not, and what is said of it. */
import { SourceFile } from '../../language/source/source-file.js';
import type { DialObserver, ListenOptions, Ports, ProcessObserver } from '../../stream/runtime/ports.js';
import { Bench } from '../../stream/testing/harness.js';
import { inertPorts } from '../inert-ports.js';
import type { PolicyDocument } from './document.js';
import { documentFromFlags } from './flags.js';
import { guardPorts } from './guarded-ports.js';
import { Policy } from './policy.js';

const source = new SourceFile('/main.js', 'pipy()\n  .connect(x)');
const origin = { name: null, source, span: { start: 10, end: 17 } };

/** What ends the connections that were dialled. */
const goners: (() => void)[] = [];

function world(quotas: PolicyDocument['quotas'], ...rules: readonly (readonly [name: string, value: string])[]) {
  const document = documentFromFlags(rules.map(([name, value]) => ({ effect: 'allow' as const, name, value })), { tenant: true, file: null, paths: (path) => [path] })!;
  const bench = new Bench();
  const dialled: string[] = [];
  const { ports } = bench.runtime;
  const listeners: ListenOptions[] = [];
  const net: Ports['net'] = {
    listen(host, port, options, accept) {
      listeners.push(options);
      return ports.net.listen(host, port, options, accept);
    },
    dial: (host, port, _, observer, permits = () => true) => {
      dialled.push(`${host}:${port} ${['10.0.0.1', '93.184.215.14'].filter(permits).join(' ')}`);
      goners.push(() => observer.onGone?.());
      observer.onFail('ConnectionRefused', 'nobody');
      return { cancel() {} };
    },
  };
  return { bench, dialled, listeners, guarded: guardPorts({ ...ports, net }, new Policy({ ...document, quotas })) };
}

const observer = (told: string[]): DialObserver => ({ origin, onConnect: () => Promise.reject(new Error()) as never, onFail: (error, detail) => void told.push(`${error} ${detail}`) });

test('a host that no rule names is not even looked up; the refusal comes later, as it does from a network', () => {
  const { bench, dialled, guarded } = world({}, ['connect', 'example.com:80']);
  const told: string[] = [];
  guarded.net.dial('internal\n.example', 80, 0, observer(told));
  expect([told, dialled]).toEqual([[], []]);
  bench.clock.advance(0);
  expect(told).toEqual(['ConnectionRefused Permission denied']);
  expect(bench.log).toEqual(['error: error[NET]: /main.js:2:4: connecting to internal\ufffd.example:80 is denied; help: write an address as 10.1.2.3:80 or [fd00::1]:80']);
  guarded.net.dial('other.org', 80, 0, observer(told)).cancel();
  bench.clock.advance(0);
  expect(told.length).toBe(1);
});

test('of the addresses that were found those are tried that are allowed', () => {
  const { bench, dialled, guarded } = world({}, ['connect', 'example.com:80']);
  guarded.net.dial('example.com', 80, 0, observer([]));
  expect(dialled).toEqual(['example.com:80 93.184.215.14']);
  expect(bench.log).toEqual(['error: error[NET]: /main.js:2:4: connecting to 10.0.0.1:80 (example.com) is denied; help: --allow-connect=10.0.0.1:80']);
});

test('ports and programs', async () => {
  const { bench, guarded } = world({}, ['listen', '127.0.0.1:80'], ['exec', 'jq']);
  const none = {} as ListenOptions;
  await expect(guarded.net.listen('0.0.0.0', 80, none, () => ({}) as never)).rejects.toMatchObject({ capability: 'LISTEN', hint: '--allow-listen=0.0.0.0:80' });
  await expect(guarded.net.listen('127.0.0.1', 80, none, () => ({}) as never)).rejects.toThrow('nobody listens in a test');
  expect(() => guarded.processes.spawn(['./jq'], {} as ProcessObserver)).toThrow('Permission denied');
  guarded.processes.spawn(['jq', '.'], {} as ProcessObserver);
  expect(bench.processes.length).toBe(1);
  expect(bench.log).toEqual(['error: error[EXEC]: starting ./jq is denied; help: --allow-exec=./jq']);
});

test('what a rule denies, no other rule would allow', () => {
  const { bench, guarded } = world({}, ['connect', '*'], ['exec', 'jq']);
  const denied = documentFromFlags([{ effect: 'deny', name: 'exec', value: 'jq' }, { effect: 'deny', name: 'connect', value: '*.example.com' }], {
    tenant: false,
    file: null,
    paths: (path) => [path],
  })!;
  const stricter = guardPorts({ ...bench.runtime.ports, ...guarded }, new Policy(denied));
  expect(() => stricter.processes.spawn(['jq'], {} as ProcessObserver)).toThrow('Permission denied');
  stricter.net.dial('a.example.com', 80, 0, observer([]));
  expect(bench.log).toEqual([
    'error: error[EXEC]: starting jq is denied; help: --deny-exec, or "deny" in a policy file, names it',
    'error: error[NET]: /main.js:2:4: connecting to a.example.com:80 is denied; help: --deny-connect, or "deny" in a policy file, names it',
  ]);
});

test('no more connections and programs at once than a tenant may have; what is gone counts no more', () => {
  const { bench, guarded } = world({ connections: 1, processes: 1 }, ['connect', 'example.com'], ['exec', 'jq']);
  const told: string[] = [];
  const asking = observer(told);
  guarded.net.dial('example.com', 80, 0, asking);
  guarded.net.dial('example.com', 80, 0, asking);
  bench.clock.advance(0);
  expect(told).toEqual(['ConnectionRefused nobody', 'ConnectionRefused Too many connections']);
  expect(bench.log.at(-1)).toBe('error: error[HANDLES]: /main.js:2:4: too many connections at once: at most 1');
  for (const gone of goners.splice(0)) for (let i = 0; i < 2; i++) gone();
  guarded.net.dial('example.com', 80, 0, asking);
  guarded.net.dial('example.com', 80, 0, asking);
  bench.clock.advance(0);
  expect(told.slice(2)).toEqual(['ConnectionRefused nobody', 'ConnectionRefused Too many connections']);

  const program: ProcessObserver = { onData() {}, onEnd() {}, onDrain() {}, onExit: (code) => void told.push(`exit ${code}`) };
  guarded.processes.spawn(['jq'], program);
  expect(() => guarded.processes.spawn(['jq'], program)).toThrow('Too many programs');
  bench.processes[0].observer.onExit(3);
  expect(told.at(-1)).toBe('exit 3');
  guarded.processes.spawn(['jq'], program);
});

test('a program that cannot be started does not count', () => {
  const { guarded } = world({ processes: 1 }, ['exec', 'missing']);
  for (let i = 0; i < 3; i++) expect(() => guarded.processes.spawn(['missing'], {} as ProcessObserver)).toThrow('cannot start missing');
});

test('a port takes at most as many connections as a tenant may have', async () => {
  const { guarded, listeners } = world({ connections: 5 }, ['listen', '80']);
  const options = { maxConnections: -1, readTimeout: 1, writeTimeout: 2 };
  await guarded.net.listen('0.0.0.0', 80, options, () => ({}) as never).catch(() => {});
  const seen = (): number[] => [listeners[0].maxConnections, listeners[0].readTimeout, listeners[0].writeTimeout];
  expect(seen()).toEqual([5, 1, 2]);
  options.maxConnections = 3;
  expect(seen()).toEqual([3, 1, 2]);
  options.maxConnections = 9;
  expect(seen()).toEqual([5, 1, 2]);
});

test('the rest of the world is as it was', () => {
  const { guarded, bench } = world({});
  const { net, processes, ...rest } = guarded;
  expect(Object.keys({ net, processes, ...rest }).sort()).toEqual(Object.keys(inertPorts).sort());
  expect(rest.clock).toBe(bench.clock);
});
