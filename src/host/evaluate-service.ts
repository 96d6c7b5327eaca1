/**
 * One text, evaluated by itself: `pipyjs eval`, the conformance protocol, embedders.
 *
 * Each text has a tenant of its own. It may stand in a context: then it is what a callback of a module
 * would be whose `pipy({ … })` has the variables that the context's literal says.
 */
import { caught, enter, fuelUsed, leave, type EvaluationContext } from '../language/evaluate/activation.js';
import { describe } from '../language/evaluate/describe.js';
import { runJobs } from '../language/evaluate/jobs.js';
import { getMember } from '../language/evaluate/member.js';
import type { ContextLink } from '../language/evaluate/module-frame.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import { ModuleInstance, type Program } from '../language/evaluate/program.js';
import { DeniedError, LimitError, ScriptError } from '../language/evaluate/script-error.js';
import type { Value } from '../language/evaluate/value.js';
import { runtimeNames, type ContextName } from '../language/resolve/binding.js';
import { codes } from '../language/source/codes.js';
import type { Diagnostic } from '../language/source/diagnostic.js';
import { SourceFile } from '../language/source/source-file.js';
import type { Span } from '../language/source/span.js';
import { suggest } from '../language/source/suggest.js';
import { complain } from './arguments.js';
import { findingAt } from './fault.js';
import { globalsOf } from './globals/index.js';
import { automatic, type LanguageChoice } from './language-choice.js';
import { Findings, ModuleSet, programOf } from './module-set.js';
import type { Tenant } from './tenant.js';

/** The module that a text with a context stands in. */
const contextModule = '/p.js';

export interface EvaluateRequest {
  readonly source: string;
  /** What the text is called in messages; `/main.js` by default. */
  readonly name?: string;
  /** `auto` for both by default. */
  readonly language?: LanguageChoice;
  /** The source of an object literal: the text then runs in a context with these variables. */
  readonly context?: string;
}

export type Evaluation<T> =
  | { readonly kind: 'value'; readonly value: T; readonly fuel: number }
  /** The text did not compile. */
  | { readonly kind: 'findings'; readonly findings: readonly Diagnostic[]; readonly fuel: number }
  /** What ended the activation: an error of the script, a limit, a denial. */
  | { readonly kind: 'error'; readonly error: ScriptError | LimitError | DeniedError; readonly fuel: number };

/** Evaluates a text in `tenant`, which is its own; `read` looks at the value while the activation still runs. */
export function evaluate<T>(tenant: Tenant, request: EvaluateRequest, read: (value: Value) => T): Evaluation<T> {
  const { account } = tenant;
  const outer = enter(account, null);
  try {
    const value = request.context === undefined ? run(tenant, request) : runInContext(tenant, request, request.context);
    const [unhandled] = runJobs(account);
    if (unhandled !== undefined) throw unhandled;
    const result = read(value);
    return { kind: 'value', value: result, fuel: fuelUsed(account) };
  } catch (thrown) {
    if (thrown instanceof Findings) return { kind: 'findings', findings: thrown.list, fuel: fuelUsed(account) };
    const error = caught(thrown);
    if (!(error instanceof ScriptError || error instanceof LimitError || error instanceof DeniedError)) throw error;
    return { kind: 'error', error, fuel: fuelUsed(account) };
  } finally {
    leave(outer);
  }
}

function run(tenant: Tenant, { source, name = '/main.js', language = automatic }: EvaluateRequest): Value {
  return new ModuleSet(tenant, language).evaluate(new ModuleInstance(programOf(new SourceFile(name, source), language, 'expression')));
}

function runInContext(tenant: Tenant, { source, language = automatic }: EvaluateRequest, literal: string): Value {
  const program = programOf(new SourceFile(contextModule, source), language, 'callback');
  const declaration = new ModuleInstance(programOf(new SourceFile(contextModule, literal), { ...language, dialect: 'classic' }, 'module'));
  const variables = declaration.evaluate();
  if (!(variables instanceof PlainObject)) return complain('PJS502', '1', `an object, not ${describe(variables)}`);
  declaration.link(linksOf(declaration.program, variables));
  const callback = new ModuleInstance(program);
  callback.link(linksOf(program, variables));
  const context: EvaluationContext = { slots: [variables.ownKeys().map((key) => variables.getOwn(key))] };
  const outer = enter(tenant.account, context);
  try {
    return new ModuleSet(tenant, language).evaluate(callback);
  } catch (error) {
    throw caught(error);
  } finally {
    leave(outer);
  }
}

/** Binds the context names of a program to the variables of the one module there is. */
function linksOf({ source, contextNames }: Program, variables: PlainObject): ContextLink[] {
  const slots = new Map(variables.ownKeys().map((name, slot) => [name, slot]));
  const findings: Diagnostic[] = [];
  const find = (code: 'PJS300' | 'PJS302', spans: readonly Span[], name: string, hint?: string): void => {
    for (const span of spans) findings.push(findingAt(code, { source, span }, source.name, [name], hint));
  };
  const links = contextNames.map(({ name, uses, writes }: ContextName): ContextLink => {
    const slot = slots.get(name);
    if (slot !== undefined && !runtimeNames.has(name)) return { module: 0, slot, read: null };
    const read = readerOf(name, variables);
    if (read === null) {
      const near = suggest(name, [...slots.keys(), ...globalsOf('0.22').keys()]);
      find('PJS300', uses, name, near === null ? undefined : `did you mean '${near}'?`);
    } else {
      find('PJS302', writes, name);
    }
    return { module: -1, slot: -1, read };
  });
  if (findings.length > 0) throw new Findings(findings);
  return links;
}

/** What gives the value of a name that is no variable: the runtime's, a global, or what every object has. */
function readerOf(name: string, variables: PlainObject): ContextLink['read'] {
  switch (name) {
    case '__filename':
      return () => contextModule;
    case '__inbound':
      return () => null;
    case '__thread':
      return () => 0;
  }
  if (globalsOf('0.22').has(name)) return () => globalsOf('0.22').get(name);
  return PlainObject.descriptor.members.has(name) ? () => getMember(variables, name) : null;
}

/** An evaluation in the terms of the conformance protocol: what there is instead of a value. */
export interface Failure {
  readonly status: 'error' | 'limit' | 'denied';
  readonly phase?: string;
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export function failureOf(evaluation: Exclude<Evaluation<unknown>, { kind: 'value' }>): Failure {
  if (evaluation.kind === 'findings') {
    const finding = evaluation.findings.find(({ severity }) => severity === 'error')!;
    const { limit } = codes[finding.code];
    const place = finding.source.position(finding.span.start);
    const { message, phase, code } = finding;
    return limit === undefined ? { status: 'error', phase, code, message, ...place } : { status: 'limit', code: limit, message, ...place };
  }
  const { error } = evaluation;
  const [innermost] = error.trace;
  const place = innermost?.source.position(innermost.span.start);
  const { message } = error;
  if (error instanceof LimitError) return { status: 'limit', code: error.limit, message, ...place };
  if (error instanceof DeniedError) return { status: 'denied', code: error.capability, message, ...place };
  return { status: 'error', phase: 'evaluate', code: error.code, message: describeThrown(error), ...place };
}

/** `TypeError: …`, or the message alone of what is no kind of its own. */
function describeThrown({ errorName, message }: ScriptError): string {
  return errorName === 'Error' ? message : `${errorName}: ${message}`;
}
