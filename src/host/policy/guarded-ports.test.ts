/** Ports under a policy: what passes, what does not, and what is said of it. */
import { SourceFile } from '../../language/source/source-file.js';
import type { DialObserver, ListenOptions, ProcessObserver } from '../../stream/runtime/ports.js';
import { Bench } from '../../stream/testing/harness.js';
import { inertPorts } from '../inert-ports.js';
import { documentFromFlags } from './flags.js';
import { guardPorts } from './guarded-ports.js';
import { Policy } from './policy.js';

const source = new SourceFile('/main.js', 'pipy()\n  .connect(x)');
const origin = { name: null, source, span: { start: 10, end: 17 } };

function world(...rules: readonly (readonly [name: string, value: string])[]) {
  const document = documentFromFlags(rules.map(([name, value]) => ({ effect: 'allow' as const, name, value })), { tenant: true, file: null, paths: (path) => [path] })!;
  const bench = new Bench();
  const dialled: string[] = [];
  const { ports } = bench.runtime;
  const net = {
    ...ports.net,
    dial: (host: string, port: number, _: number, observer: DialObserver, permits: (address: string) => boolean = () => true) => {
      dialled.push(`${host}:${port} ${['10.0.0.1', '93.184.215.14'].filter(permits).join(' ')}`);
      observer.onFail('ConnectionRefused', 'nobody');
      return { cancel() {} };
    },
  };
  return { bench, dialled, guarded: guardPorts({ ...ports, net }, new Policy(document)) };
}

const observer = (told: string[]): DialObserver => ({ origin, onConnect: () => Promise.reject(new Error()) as never, onFail: (error, detail) => void told.push(`${error} ${detail}`) });

test('a host that no rule names is not even looked up; the refusal comes later, as it does from a network', () => {
  const { bench, dialled, guarded } = world(['connect', 'example.com:80']);
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
  const { bench, dialled, guarded } = world(['connect', 'example.com:80']);
  guarded.net.dial('example.com', 80, 0, observer([]));
  expect(dialled).toEqual(['example.com:80 93.184.215.14']);
  expect(bench.log).toEqual(['error: error[NET]: /main.js:2:4: connecting to 10.0.0.1:80 (example.com) is denied; help: --allow-connect=10.0.0.1:80']);
});

test('ports and programs', async () => {
  const { bench, guarded } = world(['listen', '127.0.0.1:80'], ['exec', 'jq']);
  const none = {} as ListenOptions;
  await expect(guarded.net.listen('0.0.0.0', 80, none, () => ({}) as never)).rejects.toMatchObject({ capability: 'LISTEN', hint: '--allow-listen=0.0.0.0:80' });
  await expect(guarded.net.listen('127.0.0.1', 80, none, () => ({}) as never)).rejects.toThrow('nobody listens in a test');
  expect(() => guarded.processes.spawn(['./jq'], {} as ProcessObserver)).toThrow('Permission denied');
  guarded.processes.spawn(['jq', '.'], {} as ProcessObserver);
  expect(bench.processes.length).toBe(1);
  expect(bench.log).toEqual(['error: error[EXEC]: starting ./jq is denied; help: --allow-exec=./jq']);
});

test('the rest of the world is as it was', () => {
  const { guarded, bench } = world();
  const { net, processes, ...rest } = guarded;
  expect(Object.keys({ net, processes, ...rest }).sort()).toEqual(Object.keys(inertPorts).sort());
  expect(rest.clock).toBe(bench.clock);
});
