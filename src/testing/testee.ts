/**
 * Our side of the conformance protocol: one JSON object a line in, one a line out, in order.
 *
 * Each question is answered by a tenant of its own, to whom every kind of I/O is denied. Whatever a line says,
 * there is an answer to it.
 */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { memoryCodebase } from '../host/codebase.js';
import { evaluate, failureOf } from '../host/evaluate-service.js';
import { isFatal, type Fault } from '../host/fault.js';
import { recordOf } from '../host/fault-record.js';
import { checkText } from '../host/check.js';
import { inertPorts } from '../host/inert-ports.js';
import { automatic, type LanguageChoice } from '../host/language-choice.js';
import { Loader } from '../host/loader.js';
import { summarize } from '../host/summary.js';
import { Tenant } from '../host/tenant.js';
import { tagValue } from '../host/values-out.js';
import { Account } from '../language/evaluate/account.js';
import { fuelUsed } from '../language/evaluate/activation.js';
import { tenantLimits, type Limits } from '../language/evaluate/limits.js';
import { DeniedError, LimitError, ScriptError } from '../language/evaluate/script-error.js';
import { codes } from '../language/source/codes.js';
import { engine } from '../net/engine.js';
import { useComputation } from '../host/computation.js';
import { Runtime } from '../stream/runtime/runtime.js';
import { NoEventsError, StreamCase } from './stream-case.js';

useComputation(engine.computation);

/** Texts that a case may print, together, in UTF-16 units. */
const mostPrinted = 1 << 20;
/** What each of them counts at least. */
const leastPrinted = 64;

const mainPath = '/main.js';

type Answer = Readonly<Record<string, unknown>>;

/** A question that cannot be answered, and why. */
class Unanswerable extends Error {}

/** Answers questions until there are no more. */
export async function runTestee(input: Readable, output: Writable, version: string): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    if (!output.write(`${JSON.stringify(answerLine(line, version))}\n`)) await new Promise((resolve) => output.once('drain', resolve));
  }
}

/** The answer to one line. */
export function answerLine(line: string, version: string): Answer {
  let id: unknown = null;
  try {
    const question = readQuestion(line);
    id = question['id'] ?? null;
    return { id, ...answer(question, version) };
  } catch (error) {
    if (error instanceof Unanswerable) return { id, status: 'unsupported', message: error.message };
    return { id, status: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function readQuestion(line: string): Answer {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch {
    throw new Unanswerable('the line is not JSON');
  }
  if (typeof question !== 'object' || question === null || Array.isArray(question)) throw new Unanswerable('the line is not an object');
  return question as Answer;
}

function answer(question: Answer, version: string): Answer {
  switch (question['op']) {
    case 'hello':
      return { name: 'pipyjs', version, dialects: ['classic', 'modern'], ops: ['evaluate', 'load', 'check', 'stream'] };
    case 'evaluate':
      return new Case(question).evaluate();
    case 'load':
      return new Case(question).load();
    case 'check':
      return new Case(question).check();
    case 'stream':
      return new Case(question).stream();
    default:
      throw new Unanswerable(`no operation ${String(question['op'])}`);
  }
}

/** One question and the world in which it is answered. */
class Case {
  private readonly account: Account;
  private readonly language: LanguageChoice;
  private readonly printed: string[] = [];
  private room = mostPrinted;
  /** The code base; null where there is none. */
  private readonly files: Readonly<Record<string, string>> | null;

  constructor(private readonly question: Answer) {
    this.language = readLanguage(this.text('dialect') ?? 'classic');
    this.account = new Account(readLimits(question['limits']), () => performance.now());
    this.account.clock = Date.now;
    this.files = this.readFiles();
  }

  evaluate(): Answer {
    const context = this.text('context');
    const request = { source: this.source(), name: mainPath, language: this.language, ...(context !== null && { context }) };
    const evaluation = evaluate(this.tenant(), request, tagValue);
    return this.finish(evaluation.kind === 'value' ? { status: 'value', value: evaluation.value } : { ...failureOf(evaluation) });
  }

  load(): Answer {
    const { codebase, faults } = this.loadCodebase();
    if (codebase !== null) return this.finish({ status: 'value', value: summarize(codebase), ...diagnosticsOf(faults) });
    return this.finish({ ...describeFaults(faults), ...diagnosticsOf(faults) });
  }

  /** A text by itself is read only; a code base is loaded, so that its names are checked across modules. */
  check(): Answer {
    const faults =
      this.question['files'] === undefined
        ? checkText(mainPath, this.source(), this.language)
        : this.loadCodebase().faults;
    return { status: 'checked', diagnostics: faults.map(recordOf) };
  }

  /** What comes out of the first pipeline of the main script when the events of `in` go in. */
  stream(): Answer {
    const world = new StreamCase((text) => this.print(text));
    const tenant = this.tenant((text) => world.log(text));
    const runtime = new Runtime(world.ports);
    const { codebase, faults } = this.loadCodebase(tenant, runtime);
    if (codebase === null) return this.finish({ ...describeFaults(faults), ...diagnosticsOf(faults) });
    try {
      const out = world.run(codebase, tenant, runtime, this.question['in']);
      return this.finish({ status: 'events', out, ...(world.logged.length > 0 && { logged: world.logged }) });
    } catch (error) {
      if (error instanceof NoEventsError) throw new Unanswerable(error.message);
      if (error instanceof LimitError) return this.finish(describeFaults([error]));
      throw error;
    }
  }

  private loadCodebase(tenant = this.tenant(), runtime = new Runtime(inertPorts)): ReturnType<Loader['load']> {
    if (this.files === null) throw new Unanswerable("'files' is missing");
    const main = this.text('main') ?? mainPath;
    return new Loader(tenant, runtime, this.language).load(main);
  }

  private tenant(logError: (text: string) => void = () => {}): Tenant {
    const { account, files } = this;
    return new Tenant({ account, print: (text) => this.print(text), logError, codebase: files === null ? null : memoryCodebase(files) });
  }

  private print(text: string): void {
    this.room -= Math.max(text.length, leastPrinted);
    if (this.room < 0) throw new LimitError('LOG', 'the script printed too much', mostPrinted - this.room, mostPrinted);
    this.printed.push(text);
  }

  private finish(answer: Answer): Answer {
    return { ...answer, printed: this.printed, fuel: fuelUsed(this.account) };
  }

  private source(): string {
    const source = this.text('source');
    if (source === null) throw new Unanswerable("'source' is missing");
    return source;
  }

  private readFiles(): Readonly<Record<string, string>> | null {
    const { files } = this.question;
    const source = this.text('source');
    if (files === undefined || files === null) return ['load', 'stream'].includes(this.question['op'] as string) && source !== null ? { [mainPath]: source } : null;
    if (typeof files !== 'object' || Object.values(files).some((text) => typeof text !== 'string')) {
      throw new Unanswerable("'files' is not an object of texts");
    }
    return { ...(files as Record<string, string>), ...(source !== null && { [mainPath]: source }) };
  }

  /** A text of the question, or null. */
  private text(name: string): string | null {
    const value = this.question[name];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') throw new Unanswerable(`'${name}' is not a text`);
    return value;
  }
}

/** A tenant's limits, but for what the question says. */
function readLimits(given: unknown): Limits {
  if (given === undefined || given === null) return tenantLimits;
  if (typeof given !== 'object') throw new Unanswerable("'limits' is not an object");
  const limit = (name: keyof Limits, most = Infinity): number => {
    const value = (given as Partial<Record<string, unknown>>)[name] ?? tenantLimits[name];
    if (typeof value !== 'number' || !(value > 0)) throw new Unanswerable(`the limit '${name}' is not a number above 0`);
    return Math.min(value, most);
  };
  return { fuel: limit('fuel'), memory: limit('memory'), depth: Math.ceil(limit('depth', 1000)), time: limit('time') };
}

/** The first fault that matters, in the words of the protocol. */
function describeFaults(faults: readonly Fault[]): Answer {
  const fault = faults.find(isFatal)!;
  const { code, message, file, line, column } = recordOf(fault);
  const about = { message, file, line, column };
  if (!(fault instanceof Error)) {
    const { phase, limit } = codes[fault.code];
    return limit === undefined ? { status: 'error', phase, code, ...about } : { status: 'limit', code: limit, ...about };
  }
  if (fault instanceof ScriptError) return { status: 'error', phase: 'evaluate', code, ...about };
  if (fault instanceof LimitError) return { status: 'limit', code, ...about };
  if (fault instanceof DeniedError) return { status: 'denied', code, ...about };
  throw fault;
}

function diagnosticsOf(faults: readonly Fault[]): Answer {
  return faults.length === 0 ? {} : { diagnostics: faults.map(recordOf) };
}

/** What the protocol's dialects are: `classic` is Pipy 0.22, `modern` 1.5. */
function readLanguage(dialect: string): LanguageChoice {
  switch (dialect) {
    case 'classic':
      return { dialect, api: '0.22' };
    case 'modern':
      return { dialect, api: '1.5' };
    case 'auto':
      return automatic;
    default:
      throw new Unanswerable(`no dialect ${dialect}`);
  }
}
