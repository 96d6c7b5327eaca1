/**
 * Tenants in one process: each has a code base of its own loaded (modules evaluated, contexts bound, pipelines laid out; no port is
 * open), with equal texts, so that programs are shared. Measured in a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = (file) => new URL(`../../dist/src/${file}`, import.meta.url).href;

const hello = `pipy().listen(8000).demuxHTTP('request').pipeline('request').replaceMessage(msg => new Message(msg.head.path))`;

const cases = [
  { name: 'one module, a small handler', files: { '/main.js': hello } },
  { name: 'the example gateway: four modules', folder: 'examples/gateway' },
];

/** What one more tenant of the gateway may take: bytes, milliseconds. */
const most = { bytes: 20 * 1024, time: 0.1 };

export function run() {
  const results = cases.map(({ name }, index) => {
    const output = execFileSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), String(index)], { encoding: 'utf8' });
    return { name, ...JSON.parse(output) };
  });
  const table = [
    '| 10,000 tenants | memory each, KB | time each, ms | counted as alive, KB |',
    '|---|---:|---:|---:|',
    ...results.map(({ name, bytes, time, counted }) => `| ${name} | ${kilobytes(bytes)} | ${time.toFixed(2)} | ${kilobytes(counted)} |`),
  ].join('\n');
  const gateway = results.at(-1);
  const problems = [];
  if (gateway.bytes > most.bytes) problems.push(`a tenant of the gateway takes ${kilobytes(gateway.bytes)} KB: it must not take more than ${kilobytes(most.bytes)}`);
  if (gateway.time > most.time) problems.push(`a tenant of the gateway takes ${gateway.time.toFixed(2)} ms: it must not take more than ${most.time}`);
  return { about: 'after 200 to warm up', table, results, problems };
}

const kilobytes = (bytes) => (bytes / 1024).toFixed(1);

async function measure({ files, folder }) {
  const { Loader } = await import(built('host/loader.js'));
  const { Tenant } = await import(built('host/tenant.js'));
  const { inertPorts } = await import(built('host/inert-ports.js'));
  const { automatic } = await import(built('host/language-choice.js'));
  const { Runtime } = await import(built('stream/runtime/runtime.js'));
  const { Account } = await import(built('language/evaluate/account.js'));
  const { tenantLimits } = await import(built('language/evaluate/limits.js'));
  const { walkHeap } = await import(built('language/evaluate/activation.js'));
  const texts = new Map(Object.entries(files ?? {}).map(([path, text]) => [path, Buffer.from(text)]));
  const codebase = {
    read(path) {
      // Reading files is not what is measured.
      if (!texts.has(path)) texts.set(path, readFileSync(join(root, folder, path)));
      return texts.get(path);
    },
  };
  const tenants = [];
  const add = () => {
    const tenant = new Tenant({ account: new Account(tenantLimits, () => performance.now()), print: () => {}, codebase });
    const { codebase: loaded, faults } = new Loader(tenant, new Runtime(inertPorts), automatic).load('/main.js');
    if (loaded === null) throw new Error(String(faults));
    tenants.push(tenant);
  };
  for (let i = 0; i < 200; i++) add();
  const count = 10_000;
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  for (let i = 0; i < count; i++) add();
  const time = (performance.now() - start) / count;
  globalThis.gc();
  return { bytes: (process.memoryUsage().heapUsed - before) / count, time, counted: walkHeap(tenants.at(-1).account) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await measure(cases[Number(process.argv[2])])));
