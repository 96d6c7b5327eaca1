/** One text evaluated in a tenant of its own: what `eval` and the conformance testee ask for. */
import { completeTrace, enter, leave, type EvaluationContext } from '../language/evaluate/activation.js';
import { compile, ModuleInstance, type Program } from '../language/evaluate/program.js';
import type { Value } from '../language/evaluate/value.js';
import type { SourceFile } from '../language/source/source-file.js';
import { Runtime } from '../stream/runtime/runtime.js';
import type { Codebase } from './codebase.js';
import { isFatal, type Fault } from './fault.js';
import { globalValues } from './globals/index.js';
import { inertPorts } from './inert-ports.js';
import { link } from './linker.js';
import { Loader } from './loader.js';
import { Module } from './module.js';
import { Tenant, type TenantOptions } from './tenant.js';

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Evaluates an expression. `read` takes the value while the activation still runs. */
export function evaluate<T>(source: SourceFile, options: TenantOptions, read: (value: Value) => T): Outcome<T> {
  const tenant = new Tenant(options);
  const { program, diagnostics } = compile(source, globalValues, { setting: 'expression' });
  if (program === null) return { ok: false, faults: diagnostics };
  return run(tenant, null, new ModuleInstance(program), read);
}

/** The module whose variables a text sees that is evaluated within a context. */
const contextPath = '/p.js';

/**
 * Evaluates an expression as a callback would, in a context of a module that was made with `pipy(variables)`;
 * `variables` is the source of an object literal.
 */
export function evaluateWithin<T>(
  variables: string,
  source: SourceFile,
  options: TenantOptions,
  read: (value: Value) => T,
): Outcome<T> {
  const tenant = new Tenant({ ...options, codebase: withFile(contextPath, `pipy(${variables})`, options.codebase ?? null) });
  const runtime = new Runtime(inertPorts);
  const { codebase, faults } = new Loader(tenant, runtime, globalValues).load(contextPath);
  if (codebase === null) return { ok: false, faults };
  const { program, diagnostics } = compile(source, globalValues, { setting: 'callback' });
  if (program === null) return { ok: false, faults: diagnostics };
  const linked = linkTo(codebase.modules[0]!, program);
  return linked.ok ? run(tenant, runtime.newContext(null), linked.value, read) : linked;
}

/** An instance of `program` that sees the variables of `module`. */
function linkTo(module: Module, program: Program): Outcome<ModuleInstance> {
  const alias = new Module(module.loader, module.path, module.index);
  const instance = new ModuleInstance(program);
  alias.instance = instance;
  alias.configuration = module.configuration;
  const faults = link([alias], globalValues).findings.filter(isFatal);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: instance };
}

function run<T>(tenant: Tenant, context: EvaluationContext | null, instance: ModuleInstance, read: (value: Value) => T): Outcome<T> {
  const outer = enter(tenant.account, context);
  try {
    return { ok: true, value: read(instance.evaluate()) };
  } catch (error) {
    completeTrace(error);
    return { ok: false, faults: [error as Error] };
  } finally {
    leave(outer);
  }
}

function withFile(path: string, text: string, others: Codebase | null): Codebase {
  const bytes = Buffer.from(text);
  return { read: (wanted) => (wanted === path ? bytes : (others?.read(wanted) ?? null)) };
}
