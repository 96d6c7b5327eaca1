/**
 * PipyJS as the tests see it: its sources, compiled when they have changed, in this process, with the names
 * of the harness as globals beside its own. What a harness needs that no script can make, a class and a look
 * at what class an error is of, is defined here.
 */
import { readFileSync } from 'node:fs';
import build from '../test-build.mjs';

build();
const source = (path) => import(new URL(`../../.build/src/${path}.js`, import.meta.url).href);
const { Account, caught, enter, leave } = await source('language/evaluate/activation');
const { runJobs } = await source('language/evaluate/jobs');
const { compile, ModuleInstance } = await source('language/evaluate/program');
const { evaluationOrder } = await source('language/evaluate/module-graph');
const { LimitError, ScriptError } = await source('language/evaluate/script-error');
const { ErrorObject } = await source('language/evaluate/error-object');
const { ClassObject } = await source('language/evaluate/function');
const { HostObject } = await source('language/evaluate/host-object');
const { describe } = await source('language/evaluate/describe');
const { getMember } = await source('language/evaluate/member');
const { ownLimits } = await source('language/evaluate/limits');
const { accessor, defineClass, defineFunction, describeClass, method } = await source('language/builtins/define');
const { toText } = await source('language/evaluate/convert');
const { SourceFile } = await source('language/source/source-file');
const { codes } = await source('language/source/codes');
const { globals: definitions, globalsOf } = await source('host/globals/index');
const { loadImports } = await source('host/module-imports');
const { Tenant } = await source('host/tenant');

export { codes, definitions };

const doc = '';
const test262ErrorClass = describeClass('Test262Error', [
  accessor('message', (self) => self.host.message, doc, { set: (self, value) => void (self.host.message = value) }),
  accessor('name', () => 'Test262Error', doc),
  method('toString', 0, (self) => `Test262Error: ${toText(self.host.message)}`, doc),
]);
const makeTest262Error = (message) => new HostObject(test262ErrorClass, { message: message === undefined ? '' : message });
const isTest262Error = (value) => value instanceof HostObject && value.class === test262ErrorClass;

const test262Error = defineClass({
  name: 'Test262Error',
  since: 'pipyjs',
  doc,
  length: 1,
  descriptor: test262ErrorClass,
  statics: [
    method('thrower', 1, (_, message) => {
      throw thrown(makeTest262Error(message));
    }, doc),
  ],
  construct: ([message]) => makeTest262Error(message),
  hasInstance: isTest262Error,
});

function thrown(value) {
  const error = new ScriptError('PJS461', describe(value));
  error.thrown = true;
  error.value = value;
  return error;
}

/** Whether a value is an instance of a class itself, not of one below it. */
const isExactly = (value, type) =>
  type instanceof ClassObject && type.definition.hasInstance(value) && (!(value instanceof ErrorObject) || value.errorName === type.name);

function describeInFull(value) {
  if (isTest262Error(value)) return `Test262Error: ${describeMessage(value)}`;
  if (value instanceof ErrorObject) return `${describe(value)} '${typeof value.message === 'string' ? value.message : ''}'`;
  return typeof value === 'string' ? value.slice(0, 500) : Object.is(value, -0) ? '-0' : describe(value);
}

/** What a test printed; the one that runs. */
let printed = [];
const natives = new Map(
  [
    test262Error,
    defineFunction(method('print', 1, (_, text) => void printed.push(toText(text)), doc)),
    defineFunction(method('isExactly', 2, (_, value, type) => isExactly(value, type), doc)),
    defineFunction(method('describe', 1, (_, value) => describeInFull(value), doc)),
    defineFunction(method('isConstructor', 1, (_, value) => value instanceof ClassObject, doc)),
    defineFunction(method('nameOf', 1, (_, type) => (type instanceof ClassObject ? type.name : describe(type)), doc)),
  ].map(({ name, value }) => [name, value]),
);
/** The natives that tests see; the others are the harness's own. */
const shown = ['Test262Error', 'print'];

const ours = globalsOf('1.5');
const harnessGlobals = new Map([...ours, ...natives]);
const harnessPrograms = new Map();
const limits = { ...ownLimits, memory: 1 << 29, depth: 500, time: 20_000 };

function harnessProgram(path) {
  let program = harnessPrograms.get(path);
  if (program === undefined) {
    const text = readFileSync(new URL(`.${path}`, import.meta.url), 'utf8');
    const compiled = compile(new SourceFile(path, text), harnessGlobals, { dialect: 'modern', setting: 'expression' });
    if (compiled.program === null) throw new Error(`${path}: ${compiled.diagnostics[0].message}`);
    harnessPrograms.set(path, (program = compiled.program));
  }
  return program;
}

/** Evaluates files of the harness, within an activation; gives the names that they define. */
function evaluateHarness(files) {
  const modules = new Map();
  const names = new Map(shown.map((name) => [name, natives.get(name)]));
  const open = (path) => {
    if (!modules.has(path)) modules.set(path, new ModuleInstance(harnessProgram(path)));
    return modules.get(path);
  };
  const done = new Set();
  for (const file of files) {
    const main = open(`/harness/${file}`);
    loadImports(main, open);
    const order = evaluationOrder(main).filter((module) => !done.has(module));
    for (const module of order) module.instantiate();
    for (const module of order) {
      const defined = module.evaluate();
      done.add(module);
      if (files.some((name) => module.program.source.name === `/harness/${name}`)) for (const key of defined.ownKeys()) names.set(key, getMember(defined, key));
    }
  }
  return names;
}

/** What there is instead of a module: findings of the one at `path`. */
class Refusal extends Error {
  constructor(findings, path) {
    super('refused');
    this.findings = findings;
    this.path = path;
  }
}

/**
 * Runs a text at `path` with files of the harness. `read` gives the text of a module that it imports, or
 * null. The answer is `{ status: 'value', printed }`, `{ status: 'refused', findings }`, or
 * `{ status: 'thrown', name, message, code }`. `onCompiled` is called when everything compiled; what it gives
 * is the answer, unless that is null.
 */
export function run({ path, text, harness, read, onCompiled = () => null }) {
  printed = [];
  const account = new Account(limits, () => performance.now());
  account.clock = Date.now;
  const tenant = new Tenant({ account, print: (line) => printed.push(line) });
  const outer = enter(tenant.account, null);
  try {
    const globals = new Map([...ours, ...evaluateHarness(harness)]);
    const modules = new Map();
    const open = (at, source) => {
      if (!modules.has(at)) {
        const content = at === path ? text : read(at);
        if (content === null) throw new Refusal([{ code: 'PJS520', message: `cannot open ${at}` }], at);
        // Harness names are for the test itself, not for what it imports.
        modules.set(at, new ModuleInstance(compileOrRefuse(at, content, at === path ? globals : ours)));
      }
      return modules.get(at);
    };
    const main = open(path);
    const { findings } = loadImports(main, open);
    if (findings.length > 0) throw new Refusal(findings, path);
    const other = onCompiled();
    if (other !== null) return other;
    const order = evaluationOrder(main);
    for (const module of order) module.instantiate();
    for (const module of order) module.evaluate();
    runJobs(account);
    return { status: 'value', printed };
  } catch (error) {
    if (error instanceof Refusal) return { status: 'refused', findings: error.findings, path: error.path };
    return answerOf(caught(error));
  } finally {
    leave(outer);
  }
}

function compileOrRefuse(path, text, globals) {
  const { program, diagnostics } = compile(new SourceFile(path, text), globals, { dialect: 'modern', setting: 'expression' });
  if (program === null) throw new Refusal(diagnostics.filter(({ severity }) => severity === 'error'), path);
  return program;
}

function answerOf(error) {
  if (error instanceof LimitError) return { status: 'thrown', name: 'limit', code: error.limit, message: `limit ${error.limit}: ${error.message}` };
  if (!(error instanceof ScriptError)) return { status: 'thrown', name: 'bug', code: 'bug', message: error.stack ?? String(error) };
  const [innermost] = error.trace;
  const place = innermost === undefined ? '' : ` (${innermost.source.name.split('/').at(-1)}:${innermost.source.position(innermost.span.start).line})`;
  if (isTest262Error(error.value)) return { status: 'thrown', name: 'Test262Error', code: error.code, message: `${describeMessage(error.value)}${place}` };
  return { status: 'thrown', name: error.errorName, code: error.code, message: `${error.errorName}: ${error.message}${place}` };
}

function describeMessage({ host }) {
  return typeof host.message === 'string' ? host.message : describe(host.message);
}
