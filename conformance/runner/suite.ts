/**
 * The suite: reads the cases, asks a testee, judges its answers.
 *
 * The plumbing comes first: a testee that cannot answer it does not speak the protocol, and nothing it
 * says about the language counts. Among it are canaries, whose expectations are wrong on purpose.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { judge } from './compare.js';
import { readCaseFile, type Case } from './case-file.js';
import { suiteVersion, TesteeError, type Answer, type Testee } from './protocol.js';

export interface SuiteOptions {
  /** The folder of the case files. */
  readonly directory: string;
  readonly testee: Testee;
  /** Only cases whose id contains one of these. The plumbing always runs. */
  readonly only?: readonly string[];
  /** Ids of cases that are known to fail, with reasons; one that passes is a failure. */
  readonly known?: ReadonlyMap<string, string>;
  readonly print: (line: string) => void;
}

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a testee can do, by its own account. */
interface Abilities {
  readonly name: string;
  readonly dialects: readonly string[];
  readonly ops: readonly string[];
  /** It does not tell parse, check and resolve apart. */
  readonly coarse: boolean;
}

type Verdict = { readonly kind: 'pass' } | { readonly kind: 'fail' | 'skip'; readonly reason: string };

const pass: Verdict = { kind: 'pass' };

/** All cases below `directory`, in the order of their files' paths. */
export function readSuite(directory: string): Case[] {
  const files = (readdirSync(directory, { recursive: true }) as string[]).filter((name) => name.endsWith('.table.pjs'));
  const paths = files.map((name) => relative('.', name).split(sep).join('/')).sort();
  return paths.flatMap((path) => readCaseFile(path, readFileSync(join(directory, path), 'utf8')));
}

/** Runs the suite and prints failures, then what was skipped and why, then `N passed, N failed, N skipped`. */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  const { directory, testee, only = [], known = new Map<string, string>(), print } = options;
  const cases = readSuite(directory);
  const plumbing = cases.filter((item) => isPlumbing(item));
  const others = cases.filter((item) => !isPlumbing(item) && (only.length === 0 || only.some((part) => item.id.includes(part))));
  const count = { pass: 0, fail: 0, skip: 0 };
  const skipped = new Map<string, number>();

  const run = async (list: readonly Case[], abilities: Abilities): Promise<void> => {
    for (const item of list) {
      const verdict = expectFailure(await ask(item, testee, abilities), known.get(item.id));
      count[verdict.kind]++;
      if (verdict.kind === 'fail') print(`FAIL ${item.file}:${item.line}\n     ${item.request.source?.replace(/\n/g, '\n     ')}\n     ${verdict.reason}`);
      if (verdict.kind === 'skip') skipped.set(verdict.reason, (skipped.get(verdict.reason) ?? 0) + 1);
    }
  };

  try {
    const abilities = await hello(testee);
    await run(plumbing, abilities);
    if (count.fail > 0) print(`${abilities.name} failed the plumbing: the rest was not run`);
    else await run(others, abilities);
  } catch (error) {
    if (!(error instanceof TesteeError)) throw error;
    count.fail++;
    print(`FAIL hello\n     ${error.kind}: ${error.message}`);
  }
  for (const [reason, number] of skipped) print(`skipped ${number}: ${reason}`);
  print(`${count.pass} passed, ${count.fail} failed, ${count.skip} skipped`);
  return { passed: count.pass, failed: count.fail, skipped: count.skip };
}

function isPlumbing(item: Case): boolean {
  return item.file.startsWith('plumbing/');
}

async function hello(testee: Testee): Promise<Abilities> {
  const answer = await testee.ask({ op: 'hello', suite: suiteVersion });
  const { name, dialects, ops, phases } = answer;
  if (typeof name !== 'string' || !isTexts(dialects) || !isTexts(ops)) {
    throw new TesteeError('garbage', `hello wants name, dialects and ops, not ${JSON.stringify(answer)}`);
  }
  return { name, dialects, ops, coarse: phases === 'coarse' };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

async function ask(item: Case, testee: Testee, abilities: Abilities): Promise<Verdict> {
  const { op, dialect } = item.request;
  if (!abilities.ops.includes(op)) return { kind: 'skip', reason: `no operation ${op}` };
  if (dialect !== undefined && !abilities.dialects.includes(dialect)) return { kind: 'skip', reason: `no dialect ${dialect}` };
  let answer: Answer;
  try {
    answer = await testee.ask(item.request);
  } catch (error) {
    if (error instanceof TesteeError) return { kind: 'fail', reason: `${error.kind}: ${error.message}` };
    throw error;
  }
  if (answer['status'] === 'unsupported') return { kind: 'skip', reason: `unsupported: ${String(answer['message'] ?? answer['feature'] ?? '')}` };
  const wrong = judge(item.expected, answer, abilities.coarse);
  if (item.canary) return wrong === null ? { kind: 'fail', reason: 'a canary was believed: the runner is broken' } : pass;
  return wrong === null ? pass : { kind: 'fail', reason: wrong };
}

/** A known failure is skipped; one that no longer fails is a failure, so that the list stays true. */
function expectFailure(verdict: Verdict, reason: string | undefined): Verdict {
  if (reason === undefined || verdict.kind === 'skip') return verdict;
  return verdict.kind === 'fail' ? { kind: 'skip', reason: `known: ${reason}` } : { kind: 'fail', reason: `passes, but is listed as known to fail: ${reason}` };
}
