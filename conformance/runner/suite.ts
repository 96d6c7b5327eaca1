/**
 * The suite: reads the cases, asks a testee, judges its answers.
 *
 * The plumbing comes first: a testee that cannot answer it does not speak the protocol, and nothing it
 * says about the language counts. Among it are canaries, whose expectations are wrong on purpose.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { caseFileName, type Case } from './case.js';
import { readCaseFile } from './case-file.js';
import { judge, showAnswer } from './compare.js';
import { variantsOf } from './cuts.js';
import { suiteVersion, TesteeError, type Answer, type Testee } from './protocol.js';
import type { Report } from './report/report.js';
import { Run, type Verdict } from './run.js';

export interface SuiteOptions {
  readonly cases: readonly Case[];
  readonly testee: Testee;
  /** Only cases whose id contains one of these. The plumbing always runs. */
  readonly only?: readonly string[];
  /** Ids of cases that are known to fail, with reasons; one that passes is a failure. */
  readonly known?: ReadonlyMap<string, string>;
  readonly report: Report;
  /** Where bytes are cut at random: the same seed, the same cuts. */
  readonly seed?: number;
}

/** What a testee can do, by its own account. */
interface Abilities {
  readonly name: string;
  readonly version: string;
  readonly dialects: readonly string[];
  readonly ops: readonly string[];
  /** It does not tell parse, check and resolve apart. */
  readonly coarse: boolean;
}

const pass: Verdict = { kind: 'pass', reason: '' };

/** All cases below `directory`, in the order of their files' paths. */
export function readSuite(directory: string): Case[] {
  const files = (readdirSync(directory, { recursive: true }) as string[]).filter((name) => caseFileName.test(name));
  const paths = files.map((name) => relative('.', name).split(sep).join('/')).sort();
  return paths.flatMap((path) => readCaseFile(path, readFileSync(join(directory, path), 'utf8')));
}

/** Puts the cases to a testee, and tells the report as it goes. */
export async function runSuite(options: SuiteOptions): Promise<Run> {
  const { cases, testee, only = [], known = new Map<string, string>(), report, seed = newSeed() } = options;
  const plumbing = cases.filter((item) => isPlumbing(item));
  const others = cases.filter((item) => !isPlumbing(item) && (only.length === 0 || only.some((part) => item.id.includes(part))));
  let run = new Run('', '');
  try {
    const abilities = await hello(testee);
    run = new Run(abilities.name, abilities.version);
    report.started(run);
    for (const list of [plumbing, others]) {
      if (run.failed > 0) run.stopped = `${run.name} failed the plumbing: the rest was not run`;
      else await askAll(list, { testee, abilities, known, run, report, seed });
    }
  } catch (error) {
    if (!(error instanceof TesteeError)) throw error;
    report.started(run);
    run.stopped = `hello: ${error.kind}: ${error.message}`;
  }
  report.ended(run);
  return run;
}

/** A number that a person can type. */
function newSeed(): number {
  return Math.floor(Math.random() * 1e6);
}

interface Asking {
  readonly testee: Testee;
  readonly abilities: Abilities;
  readonly known: ReadonlyMap<string, string>;
  readonly run: Run;
  readonly report: Report;
  readonly seed: number;
}

async function askAll(list: readonly Case[], { testee, abilities, known, run, report, seed }: Asking): Promise<void> {
  for (const item of list) {
    const begun = performance.now();
    const { verdict, answer } = await ask(item, testee, abilities, seed);
    const result = { item, ...expectFailure(verdict, known.get(item.id)), answer, time: performance.now() - begun };
    run.results.push(result);
    report.result(run, result);
  }
}

function isPlumbing(item: Case): boolean {
  return item.file.startsWith('plumbing/');
}

async function hello(testee: Testee): Promise<Abilities> {
  const answer = await testee.ask({ op: 'hello', suite: suiteVersion });
  const { name, version, dialects, ops, phases } = answer;
  if (typeof name !== 'string' || !isTexts(dialects) || !isTexts(ops)) {
    throw new TesteeError('garbage', `hello wants name, dialects and ops, not ${JSON.stringify(answer)}`);
  }
  return { name, version: typeof version === 'string' ? version : '', dialects, ops, coarse: phases === 'coarse' };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

interface Asked {
  readonly verdict: Verdict;
  readonly answer: string;
}

const skip = (reason: string, answer = ''): Asked => ({ verdict: { kind: 'skip', reason }, answer });
const fail = (reason: string, answer: string): Asked => ({ verdict: { kind: 'fail', reason }, answer });

/** A case of a stream is asked in several ways, and each must be answered alike: the first that is not ends it. */
async function ask(item: Case, testee: Testee, abilities: Abilities, seed: number): Promise<Asked> {
  const { op, dialect } = item.request;
  if (!abilities.ops.includes(op)) return skip(`no operation ${op}`);
  if (dialect !== undefined && !abilities.dialects.includes(dialect)) return skip(`no dialect ${dialect}`);
  const variants = item.uncut === true ? [{ request: item.request, how: '' }] : variantsOf(item.request, item.id, seed);
  let shown = '';
  for (const { request, how } of variants) {
    let answer: Answer;
    try {
      answer = await testee.ask(request);
    } catch (error) {
      if (error instanceof TesteeError) return fail(`${error.kind}: ${error.message}`, error.kind);
      throw error;
    }
    if (answer['status'] === 'unsupported') return skip(`unsupported: ${String(answer['message'] ?? answer['feature'] ?? '')}`, 'unsupported');
    shown = showAnswer(answer);
    const wrong = judge(item.expected, answer, abilities.coarse);
    if (wrong !== null) return item.canary ? { verdict: pass, answer: shown } : fail(how === '' ? wrong : `${how}: ${wrong}`, shown);
  }
  return item.canary ? fail('a canary was believed: the runner is broken', shown) : { verdict: pass, answer: shown };
}

/** A known failure is skipped; one that no longer fails is a failure, so that the list stays true. */
function expectFailure(verdict: Verdict, reason: string | undefined): Verdict {
  if (reason === undefined || verdict.kind === 'skip') return verdict;
  return verdict.kind === 'fail' ? { kind: 'skip', reason: `known: ${reason}` } : { kind: 'fail', reason: `passes, but is listed as known to fail: ${reason}` };
}
