/**
 * One kernel as the callback of a filter, in a process of its own, among so much else: `node run-scaled.mjs KERNEL TENANTS MODULES VARIABLES`.
 * Prints JSON. The kernel `context` is one more, which works with context variables.
 */
import { begin, load } from './engines/ours.mjs';
import { timeRuns } from './engines/time-runs.mjs';
import { checksums, kernelText } from './kernel-texts.mjs';

const [kernel, tenants, modules, variables] = process.argv.slice(2).map((text, i) => (i === 0 ? text : Number(text)));

await begin();
const [{ Loader }, { Tenant }, { inertPorts }, { automatic }, { Runtime }, { Pipeline }, { MessageStart, MessageEnd }, { Account }, { tenantLimits }] = await Promise.all(
  ['host/loader.js', 'host/tenant.js', 'host/inert-ports.js', 'host/language-choice.js', 'stream/runtime/runtime.js', 'stream/runtime/pipeline.js', 'stream/events/event.js', 'language/evaluate/account.js', 'language/evaluate/limits.js'].map(load),
);

/** What keeps its numbers in the context; the last of its variables. */
const context = '(_count = 0, _total = 0, repeat(() => (_total = (_total * 31 + _count) & 16777215, _count += 1, _count < 300000)), _total)';
const contextChecksum = ((total) => {
  for (let i = 0; i < 300000; i++) total = (total * 31 + i) & 16777215;
  return total;
})(0);
const [text, checksum] = kernel === 'context' ? [context, contextChecksum] : [kernelText(kernel), checksums[kernel]];

/** Gives the runtime and the loaded code base, whose main module is `/main.js`. */
function loadTenant(files) {
  const account = new Account({ ...tenantLimits, fuel: 1e12, time: 600_000 }, () => performance.now());
  const tenant = new Tenant({ account, print: () => {}, logError: (line) => console.error(line), codebase: { read: (path) => (files[path] === undefined ? null : Buffer.from(files[path])) } });
  const runtime = new Runtime(inertPorts);
  const { codebase, faults } = new Loader(tenant, runtime, automatic).load('/main.js');
  if (codebase === null) throw new Error(String(faults.map(({ message }) => message)));
  return { runtime, codebase };
}

const names = Array.from({ length: variables - 2 }, (_, i) => `_v${i}: ${i}`);
const others = Array.from({ length: modules - 1 }, (_, i) => `/m${i}.js`);
const files = Object.fromEntries(others.map((path, i) => [path, `pipy({ _own${i}: ${i} }).pipeline('other').replaceMessage(msg => (_own${i} += 1, msg))`]));
files['/main.js'] = `pipy({ ${[...names, '_count: 0', '_total: 0'].join(', ')} })
  .pipeline('kernel').replaceMessage(() => new Message('' + ${text}))
  ${others.map((path, i) => `.pipeline('other${i}').use('${path.slice(1)}', 'other')`).join('')}`;

const kept = [];
for (let i = 1; i < tenants; i++) {
  kept.push(loadTenant({ '/main.js': `pipy({ _n: ${i} }).listen(8000).demuxHTTP('request').pipeline('request').replaceMessage(msg => (_n += ${i}, new Message(msg.head.path + _n)))` }));
}
const { runtime, codebase } = loadTenant(files);
const main = codebase.modules.find(({ path }) => path === '/main.js');

const result = timeRuns(() => {
  let answer = '';
  const target = { input: (event) => event.kind === 'Data' && (answer += event.toBuffer().toString()) };
  runtime.run(() => {
    const pipeline = new Pipeline(main.configuration.pipelines.get('kernel'), runtime.newContext(null), target);
    pipeline.input(new MessageStart(null));
    pipeline.input(new MessageEnd());
    pipeline.release();
  });
  return Number(answer);
});
if (kept.length !== tenants - 1 || codebase.modules.length !== modules) throw new Error('something was not loaded');
if (result.value !== checksum) throw new Error(`it gives ${JSON.stringify(result.value)}, not ${checksum}`);
console.log(JSON.stringify(result));
