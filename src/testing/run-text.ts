/** Evaluates a text in a world of its own: for tests of the language column. */
import type { ApiLevel } from '../definition/definition.js';
import { builtins } from '../language/builtins/index.js';
import { Account } from '../language/evaluate/account.js';
import { caught, enter, fuelUsed, leave } from '../language/evaluate/activation.js';
import { ownLimits, type Limits } from '../language/evaluate/limits.js';
import type { Globals } from '../language/evaluate/plan.js';
import { compile, ModuleInstance } from '../language/evaluate/program.js';
import type { Value } from '../language/evaluate/value.js';
import { SourceFile } from '../language/source/source-file.js';

/** The built-ins of a level. */
export const globalsAt = (level: ApiLevel): Globals =>
  new Map(builtins.filter((global) => (global.level ?? level) === level).map(({ name, value }) => [name, value]));

export const globals: Globals = globalsAt('0.22');

export interface Outcome {
  readonly value: Value;
  /** What was thrown, with its trace; or the diagnostics of a text that did not compile. */
  readonly error: unknown;
  readonly fuel: number;
}

/** `read`, when given, looks at the value while the activation still runs. */
export function runText(text: string, limits: Partial<Limits> = {}, read: (value: Value) => void = () => {}): Outcome {
  const source = new SourceFile('/main.js', text);
  const { program, diagnostics } = compile(source, globals);
  if (program === null) return { value: undefined, error: diagnostics, fuel: 0 };
  const account = new Account({ ...ownLimits, ...limits }, () => performance.now());
  const outer = enter(account, null);
  let value: Value = undefined;
  let error: unknown = null;
  try {
    value = new ModuleInstance(program).evaluate();
    read(value);
  } catch (thrown) {
    error = caught(thrown);
  } finally {
    leave(outer);
  }
  return { value, error, fuel: fuelUsed(account) };
}
