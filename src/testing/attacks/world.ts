/**
 * A world that is attacked: a process with a host, a tenant that nobody attacks, and for each attempt a
 * tenant that does. Started by `victim.ts`, which asks it one attempt after the other.
 */
import { useComputation } from '../../host/computation.js';
import { compile, Tenant, type Program } from '../../host/embedding.js';
import { EvaluationError } from '../../host/evaluation-error.js';
import { ScriptFunction, ScriptHandle, type HostValue } from '../../host/host-values.js';
import { engine } from '../../net/engine.js';
import { codes, type Code } from '../../language/source/codes.js';
import type { Dialect } from '../../language/syntax/dialect.js';
import { secret, type Finding, type Question } from './finding.js';
import { Snapshot } from './intrinsics.js';

useComputation(engine.computation);

const names = ['given'];
const snapshot = new Snapshot();
const canary = programOf('([1, 2, 3].map(n => n * n).concat([given.n, JSON.stringify({ a: [1] }), new RegExp("b+").exec("abbc")[0]]).join())', 'classic');
const canaryValue = '1,4,9,5,{"a":[1]},bb';
const after = {
  classic: programOf('((m, p) => (m.set("k", [3, 1, 2].sort()), p.then(n => m.set("p", n)), [m.get("k").join(""), new Data("x").toString()]))(new Map, Promise.resolve(7))', 'classic'),
  modern: programOf('var log = []; for (var i = 0; i < 3; i++) { try { if (i) throw new Error(String(i)); log.push(i) } catch (e) { log.push(e.message) } } log', 'modern'),
};
const afterValue = { classic: '["123","x"]', modern: '[0,"1","2"]' };
const watcher = newTenant();
const stray: string[] = [];
process.on('unhandledRejection', (reason) => stray.push(`a rejection that nobody handles: ${String(reason)}`));

/** What the host gives: a value and a function, to be attacked too. */
function newTenant(print: (text: string) => void = () => {}): Tenant {
  return new Tenant({ globals: { given: { n: 5, list: [1], call: (value: HostValue) => value, bytes: new Uint8Array([1, 2]) } }, print });
}

function programOf(text: string, dialect: Dialect): Program {
  const { program, diagnostics } = compile(text, { dialect, globals: names });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

/** One attempt, and all that it left. */
export function attempt({ id, dialect, source }: Question): Finding {
  parts = 0;
  const harm: string[] = stray.splice(0);
  const printed: string[] = [];
  const texts: string[] = [];
  const tenant = newTenant((text) => printed.push(text));
  const rss = process.memoryUsage.rss();
  const begun = performance.now();
  const cpu = process.cpuUsage();
  let answer: Finding['answer'];
  let given: HostValue;
  try {
    const { program, diagnostics } = compile(source, { dialect, globals: names });
    if (program === null) {
      const { code, message } = diagnostics.find(({ severity }) => severity === 'error')!;
      const { phase, limit } = codes[code as Code];
      texts.push(...diagnostics.map((diagnostic) => diagnostic.message));
      answer = limit === undefined ? { status: 'error', phase, code, message } : { status: 'limit', code: limit, message };
    } else {
      given = tenant.evaluate(program);
      answer = { status: 'value' };
    }
  } catch (error) {
    if (error instanceof EvaluationError) {
      const { kind, record } = error;
      texts.push(error.report, error.message);
      answer = kind === 'error' ? { status: 'error', phase: 'evaluate', ...record } : { status: kind, ...record };
    } else {
      answer = { status: 'bug' };
      harm.push(`an error of the host: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  // On a machine that others use, what the process itself took counts.
  const time = Math.min(performance.now() - begun, (user + system) / 1000);
  const memory = process.resourceUsage().maxRSS * 1024 - rss;
  if (answer['status'] === 'value') answer = { ...answer, value: tag(given, [], texts, harm) };
  harm.push(...leaks([...texts, ...printed], source));
  check(harm, 'the canary', () => watcher.evaluate(canary), canaryValue);
  check(harm, 'the attacked tenant', () => JSON.stringify(tenant.evaluate(after[dialect])), afterValue[dialect]);
  harm.push(...snapshot.changes().map((what) => `${what} of the host was changed`));
  return { id, answer: { ...answer, printed }, time, memory, harm };
}

function check(harm: string[], who: string, work: () => unknown, expected: string): void {
  try {
    const value = work();
    if (value !== expected) harm.push(`${who} computes ${String(value)}`);
  } catch (error) {
    harm.push(`${who} fails: ${String(error)}`);
  }
}

/** Words of the host in texts that a script or a log sees, but for those that the script itself has. */
function leaks(texts: readonly string[], source: string): string[] {
  const text = texts.map((part) => part.slice(0, mostRead)).join('\n');
  const found = (text.match(/node:[a-z]+|[\w-]{1,40}\.(?:ts|cjs|mjs)\b|file:\/\/\S*|node_modules|\[bug\]/g) ?? []).filter((word) => !source.includes(word));
  for (const word of [process.cwd(), process.execPath, secret]) if (texts.some((text) => text.includes(word))) found.push(word);
  return found.map((word) => `'${word}' can be read`);
}

/** Of a text, so much is looked at. */
const mostRead = 20_000;
/** How deep values are told, and how many parts of one. */
const maxDepth = 32;
const mostParts = 10_000;

let parts = 0;

/** A value as the protocol writes it; what is no copy of a value of ours is harm. */
function tag(value: HostValue, open: readonly HostValue[], texts: string[], harm: string[]): object {
  switch (typeof value) {
    case 'string':
      texts.push(value);
      return { t: 'string', v: value };
    case 'number':
      return { t: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    case 'boolean':
      return { t: 'boolean', v: String(value) };
    case 'undefined':
      return { t: 'undefined' };
    case 'object':
      break;
    default:
      harm.push(`a ${typeof value} of the host came out`);
      return { t: 'function' };
  }
  if (value === null) return { t: 'null' };
  if (value instanceof ScriptFunction) return { t: 'function', n: value.name };
  if (value instanceof ScriptHandle) return { t: 'object', c: value.className, v: [] };
  if (value instanceof Uint8Array) return { t: 'data', v: Buffer.from(value.subarray(0, 1000)).toString('hex') };
  if (open.includes(value)) return { t: 'cycle' };
  if (open.length >= maxDepth || ++parts > mostParts) return { t: 'cut' };
  const within = [...open, value];
  if (Array.isArray(value)) return { t: 'array', v: value.slice(0, 1000).map((item: HostValue) => tag(item, within, texts, harm)) };
  if (Object.getPrototypeOf(value) !== null) harm.push('an object of the host came out');
  return { t: 'object', c: 'Object', v: Object.entries(value as Record<string, HostValue>).slice(0, 1000).map(([key, item]) => [key, tag(item, within, texts, harm)]) };
}

process.on('message', (question: Question) => process.send!(attempt(question)));
