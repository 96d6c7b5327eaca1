/** Metrics as others read them: the parser of Prometheus' client for Python, where it is here. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ask, bodyOf, cleanUp, folderOf, freePorts, Program } from './program.js';

afterEach(cleanUp);

const program = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families
families = text_string_to_metric_families(sys.stdin.buffer.read().decode())
print(json.dumps([[f.name, f.type, f.documentation, [[s.name, s.labels, s.value if abs(s.value) < float('inf') else str(s.value)] for s in f.samples]] for f in families]))
`;

type Sample = [name: string, labels: Record<string, string>, value: number | string];
type Family = [name: string, type: string, doc: string, samples: Sample[]];

/** A Python that has the parser: that of the system may have it where another one comes first. */
const python = ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', 'import prometheus_client.parser']).status === 0);
if (python === undefined) console.warn('skipped: there is no python3 with prometheus_client');

(python === undefined ? test.skip : test)('what a script counts is read as it was counted, whatever it is called', async () => {
  const [port, admin] = (await freePorts(2)) as [number, number];
  const script = `((
    hits = new stats.Counter('hits', ['path', 'who', 'path']),
    odd = new stats.Gauge('größe of "it"\\n# TYPE hits gauge', ['1 le', '__name__']),
    latency = new stats.Histogram('latency', [0.5, 10, Infinity], ['le'])
  ) => pipy()
    .listen('127.0.0.1:${port}')
      .serveHTTP(
        () => (
          hits.increase(3), hits.withLabels('/').increase(), hits.withLabels('/', 'a"b\\\\c\\nd é').increase(2),
          odd.set(-1.5e-7), odd.withLabels('x', 'y').set(1e21),
          [0.1, 5, 50].forEach(n => latency.observe(n)), latency.withLabels('a').observe(7),
          new Message('counted')
        )
      )
  )()`;
  const proxy = new Program([`--admin-port=${admin}`, join(folderOf({ 'main.js': script }), 'main.js')]);
  await proxy.logged(`Listening on port ${port}`);
  expect(bodyOf(await ask(port, '/'))).toBe('counted');
  const text = Buffer.from(bodyOf(await ask(admin, '/metrics'))!, 'latin1');
  const { stdout, stderr } = spawnSync(python!, ['-c', program], { input: text, encoding: 'utf8' });
  expect(stderr).toBe('');
  const families = JSON.parse(stdout) as Family[];
  const named = (name: string): Family | undefined => families.find(([each]) => each === name);
  expect(named('hits')).toEqual(['hits', 'counter', 'hits', [
    ['hits_total', {}, 3],
    ['hits_total', { path: '/' }, 1],
    ['hits_total', { path: '/', who: 'a"b\\c\nd é' }, 2],
  ]]);
  expect(families.find(([, , doc]) => doc.startsWith('größe'))).toEqual(['gr__e_of__it____TYPE_hits_gauge', 'gauge', 'größe of "it"\n# TYPE hits gauge', [
    ['gr__e_of__it____TYPE_hits_gauge', {}, -1.5e-7],
    ['gr__e_of__it____TYPE_hits_gauge', { _1_le: 'x', _name__: 'y' }, 1e21],
  ]]);
  const histogram = (labels: Record<string, string>, counts: readonly number[], sum: number): Sample[] => [
    ...['0.5', '10', '+Inf'].map((le, i): Sample => ['latency_bucket', { ...labels, le }, counts[i]]),
    ['latency_sum', labels, sum],
    ['latency_count', labels, counts[2]],
  ];
  expect(named('latency')).toEqual(['latency', 'histogram', 'latency', [...histogram({}, [1, 2, 3], 55.1), ...histogram({ le_: 'a' }, [0, 1, 1], 7)]]);
  // What the proxy counts itself: each family once, with a help and samples.
  expect(new Set(families.map(([name]) => name)).size).toBe(families.length);
  expect(families.filter(([, , doc, samples]) => doc === '' || samples.length === 0)).toEqual([]);
  expect(named('pipyjs_ready')?.[3]).toEqual([['pipyjs_ready', {}, 1]]);
});
