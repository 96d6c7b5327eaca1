/**
 * Errors of scripts as a person reads them: code and place, the source line with a caret, what to do,
 * the backtrace, and while serving the pipeline and the filter it happened in.
 */
import { codeFrame, type FramePaint, harmless } from '../language/source/code-frame.js';
import { describe } from '../language/evaluate/describe.js';
import { ErrorObject, errorText } from '../language/evaluate/error-object.js';
import { DeniedError, LimitError, ScriptError, type TraceEntry } from '../language/evaluate/script-error.js';
import type { Value } from '../language/evaluate/value.js';
import { codes } from '../language/source/codes.js';
import type { CallSite } from '../stream/runtime/callback.js';
import type { Fault } from './fault.js';
import type { Tenant } from './tenant.js';

/** How many calls a backtrace names. */
const maxTrace = 20;

/** Reports what a callback threw. A host error is a bug of ours and is reported as one. */
export function reportError(tenant: Tenant, error: unknown, site: CallSite): void {
  tenant.logError([...describeError(error), `  in ${site.describe()}`].join('\n'));
}

const plain: FramePaint = (_, text) => text;

/** A finding, or an error that a module ended with, as lines. */
export function describeFault(fault: Fault, paint = plain): string[] {
  return fault instanceof Error ? describeError(fault, paint) : codeFrame(fault, paint).split('\n');
}

/** Whatever came out of an activation, as lines. */
export function describeError(error: unknown, paint = plain): string[] {
  if (error instanceof ScriptError) {
    const hint = error.hint ?? codes[error.code].hint;
    const name = error.errorName === 'Error' ? '' : `${error.errorName}: `;
    return [...frame(error.code, `${name}${error.message}`, error.trace, paint, hint), ...causes(error.value)];
  }
  if (error instanceof LimitError) {
    const numbers = error.limit === 'INTERRUPT' ? '' : ` (used ${error.used}, allowed ${error.allowed})`;
    return frame(error.limit, `${error.message}${numbers}`, error.trace, paint);
  }
  if (error instanceof DeniedError) return frame(error.capability, error.message, error.trace, paint, error.hint);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [paint('error', '[bug]') + ` ${text}`];
}

/** How many causes of causes are told. */
const maxCauses = 10;

/** What an error came from, as far as errors say so themselves. */
function causes(value: Value): string[] {
  const lines: string[] = [];
  for (let at = value; at instanceof ErrorObject && at.cause !== undefined && lines.length < maxCauses; at = at.cause) {
    const { cause } = at;
    lines.push(`  caused by ${harmless(cause instanceof ErrorObject ? errorText(cause) : describe(cause))}`);
  }
  return lines;
}

function frame(code: string, message: string, trace: readonly TraceEntry[], paint: FramePaint, hint?: string): string[] {
  const [innermost] = trace;
  if (innermost === undefined) return [paint('error', `error[${code}]: ${message}`), ...(hint === undefined ? [] : [`  ${paint('help', 'help:')} ${hint}`])];
  const { source, span } = innermost;
  const lines = codeFrame({ code, severity: 'error', message, source, span, hint }, paint).split('\n');
  return [...lines, ...backtrace(trace)];
}

function backtrace(trace: readonly TraceEntry[]): string[] {
  const lines = trace.slice(0, maxTrace).map((entry) => {
    const { line, column } = entry.source.position(entry.span.start);
    const name = entry.name === null ? '(root)' : entry.name === '' ? '(anonymous)' : entry.name;
    return `    at ${name} (${entry.source.name}:${line}:${column})`;
  });
  if (trace.length > maxTrace) lines.push(`    … and ${trace.length - maxTrace} more`);
  return lines;
}
