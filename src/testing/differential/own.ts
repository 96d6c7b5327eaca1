/** What a program comes to in PipyJS. */
import type { Dialect } from '../../language/syntax/dialect.js';
import { builtins } from '../../language/builtins/index.js';
import { BoxedObject } from '../../language/builtins/boxed.js';
import { DateObject } from '../../language/builtins/date.js';
import { defineFunction, variadic } from '../../language/builtins/define.js';
import { MapObject } from '../../language/builtins/map.js';
import { PromiseObject } from '../../language/builtins/promise-object.js';
import { RegExpObject } from '../../language/builtins/regexp.js';
import { SetObject } from '../../language/builtins/set.js';
import { Account } from '../../language/evaluate/account.js';
import { caught, enter, leave } from '../../language/evaluate/activation.js';
import { ArrayObject, hole } from '../../language/evaluate/array.js';
import { ErrorObject, valueOf } from '../../language/evaluate/error-object.js';
import { FunctionObject } from '../../language/evaluate/function.js';
import { NamespaceObject } from '../../language/evaluate/host-object.js';
import { runJobs } from '../../language/evaluate/jobs.js';
import type { Limits } from '../../language/evaluate/limits.js';
import { arrayIndex, type ScriptObject } from '../../language/evaluate/object.js';
import type { Globals } from '../../language/evaluate/plan.js';
import { compile, ModuleInstance } from '../../language/evaluate/program.js';
import { seededRandom } from '../../language/evaluate/random.js';
import { LimitError, ScriptError } from '../../language/evaluate/script-error.js';
import type { Value } from '../../language/evaluate/value.js';
import { codes } from '../../language/source/codes.js';
import { SourceFile } from '../../language/source/source-file.js';
import { mostWritten, writePrimitive, Writer, type Outcome } from './outcome.js';

const limits: Limits = { fuel: 200_000, memory: 8 << 20, depth: 100, time: Infinity };

/** What both sides are told: the time, and where the random numbers begin. */
export const clock = 1_600_000_000_123;
export const randomSeed = 7;

let trace: string[] = [];

const log = defineFunction(
  variadic(
    'log',
    1,
    (_, [value]) => {
      trace.push(new OwnWriter(mostWritten.logged).write(value));
      return value;
    },
    '',
  ),
);

const globalsFor = (level: '0.22' | '1.5'): Globals =>
  new Map([...builtins.filter((global) => (global.level ?? level) === level), log].map(({ name, value }) => [name, value]));

const globals = { '0.22': globalsFor('0.22'), '1.5': globalsFor('1.5') } as const;

/** Deviations, errors: what our errors say is not what V8's say. From here on, in this process, neither says anything. */
export function silenceErrors(): void {
  for (const [code, row] of Object.entries(codes)) {
    if (row.phase === 'evaluate' && code !== 'PJS460') (row as { message: string }).message = 'silent';
  }
}

/** The globals are those that a dialect usually goes with, unless others are asked for. */
export function runOwn(text: string, dialect: Dialect, level: '0.22' | '1.5' = dialect === 'classic' ? '0.22' : '1.5'): Outcome {
  trace = [];
  const finish = (kind: Outcome['kind'], written: string): Outcome => ({ kind, text: written, trace });
  try {
    const { program, diagnostics } = compile(new SourceFile('/main.js', text), globals[level], { dialect });
    if (program === null) return finish('refused', diagnostics.map(({ code, message }) => `${code} ${message}`).join('; '));
    const account = new Account(limits);
    account.clock = () => clock;
    account.random = seededRandom(randomSeed);
    let kind: Outcome['kind'] = 'value';
    let value: Value = undefined;
    try {
      value = within(account, () => new ModuleInstance(program).evaluate());
    } catch (thrown) {
      if (!(thrown instanceof ScriptError)) throw thrown;
      kind = 'error';
      value = within(account, () => valueOf(thrown));
    }
    runJobs(account);
    return finish(kind, within(account, () => new OwnWriter(mostWritten.value).write(value)));
  } catch (thrown) {
    if (thrown instanceof LimitError) return finish('limit', thrown.limit);
    return finish('bug', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  }
}

function within<T>(account: Account, work: () => T): T {
  const outer = enter(account, null);
  try {
    return work();
  } catch (thrown) {
    throw caught(thrown);
  } finally {
    leave(outer);
  }
}

class OwnWriter extends Writer<Value> {
  protected override primitive(value: Value): string | null {
    if (value === hole) return 'hole';
    if (value instanceof FunctionObject) return 'function';
    return typeof value === 'object' && value !== null ? null : writePrimitive(value);
  }

  protected override object(value: ScriptObject): string {
    if (value instanceof NamespaceObject) return `namespace ${value.class.name}`;
    if (value instanceof ArrayObject) return `[${this.list(value.elements)}]${this.own(value)}`;
    if (value instanceof BoxedObject) {
      const { primitive } = value;
      return `Boxed(${writePrimitive(primitive)})${this.own(value, (key) => typeof primitive !== 'string' || arrayIndex(key) < 0)}`;
    }
    if (value instanceof DateObject) return `Date(${writePrimitive(value.time)})${this.own(value)}`;
    if (value instanceof RegExpObject) return `RegExp(${writePrimitive(value.source)}, ${value.flags}, ${this.write(value.lastIndex)})${this.own(value)}`;
    if (value instanceof MapObject) return `Map(${this.pairs(value.entries())})${this.own(value)}`;
    if (value instanceof SetObject) return `Set(${this.list(value.items())})${this.own(value)}`;
    if (value instanceof ErrorObject) {
      const held = [value.name, value.message, value.cause, ...(value.errorName === 'AggregateError' ? [value.errors] : [])];
      return `${value.errorName}(${this.list(held)})${this.own(value)}`;
    }
    if (value instanceof PromiseObject) return `Promise(${value.state})${this.own(value)}`;
    return `{${this.members(value.ownKeys(), (key) => value.getOwn(key))}}`;
  }

  private own(value: ScriptObject, shown: (key: string) => boolean = () => true): string {
    const keys = value.ownKeys().filter(shown);
    return keys.length === 0 ? '' : `{${this.members(keys, (key) => value.getOwn(key))}}`;
  }
}
