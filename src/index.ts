/// <reference types="node" preserve="true" />
/**
 * PipyJS in other programs.
 *
 *     import { compile, Tenant, type ScriptFunction } from 'pipyjs';
 *
 *     const { program, diagnostics } = compile('(name) => `Hello, ${name}!`');
 *     if (program === null) throw new Error(diagnostics[0]?.message);
 *     const tenant = new Tenant({ limits: { fuel: 10_000 } });
 *     tenant.call(tenant.evaluate(program) as ScriptFunction, 'world');  // 'Hello, world!'
 *
 * A text is classic (one expression) or modern (statements), as `dialect` says or as the text is. A script reaches
 * nothing but what its tenant is given; values cross by copy. What promises do later is done before `evaluate` and
 * `call` return; `outcomeOf` tells what has become of one.
 */
import { useEngine } from './host/engine.js';
import { engine } from './net/engine.js';

useEngine(engine);

export { compile, Program, Tenant } from './host/embedding.js';
export type { Compilation, CompileOptions, Meters, PromiseOutcome, TenantOptions } from './host/embedding.js';
export { EvaluationError } from './host/evaluation-error.js';
export type { FaultRecord } from './host/fault-record.js';
export { define, HostDefinition } from './host/host-definitions.js';
export type { HostDeclaration, HostGlobal } from './host/host-definitions.js';
export { any, boolean, bytes, callback, choice, list, number, object, optional, options, seconds, size, text } from './host/host-parameters.js';
export { Denial, ScriptFunction, ScriptHandle } from './host/host-values.js';
export type { HostFunction, HostValue } from './host/host-values.js';
export type { FileStatus, HostFiles } from './host/tenant.js';
export { tenantLimits } from './language/evaluate/limits.js';
export type { LimitCode, Limits } from './language/evaluate/limits.js';
