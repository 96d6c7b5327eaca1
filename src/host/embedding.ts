/** Programs that embed PipyJS: texts are compiled once and evaluated in tenants, each a world of its own. */
import { Account } from '../language/evaluate/account.js';
import { caught, enter, fuelUsed, leave, walkHeap, type EvaluationContext } from '../language/evaluate/activation.js';
import type { ApiLevel } from '../definition/definition.js';
import { PromiseObject } from '../language/builtins/promise-object.js';
import type { Globals } from '../language/evaluate/plan.js';
import { runJobs } from '../language/evaluate/jobs.js';
import { tenantLimits, type LimitCode, type Limits } from '../language/evaluate/limits.js';
import { charge } from '../language/evaluate/meter.js';
import { DeniedError, LimitError, ScriptError } from '../language/evaluate/script-error.js';
import { forgetText } from '../language/evaluate/text.js';
import { compile as compileSource, ModuleInstance, type Program as LanguageProgram } from '../language/evaluate/program.js';
import type { Value } from '../language/evaluate/value.js';
import type { DialectChoice } from '../language/syntax/dialect.js';
import { SourceFile } from '../language/source/source-file.js';
import { suggest } from '../language/source/suggest.js';
import { EvaluationError, isFault } from './evaluation-error.js';
import { findingAt } from './fault.js';
import { recordOf, type FaultRecord } from './fault-record.js';
import { globalsFor } from './language-choice.js';
import { globalFor, type HostGlobal } from './host-definitions.js';
import { Crossing, disposed, type HostValue, type ScriptFunction, type ScriptHandle } from './host-values.js';
import { ownRandom } from './own-account.js';
import { prometheusText } from './prometheus.js';
import { Tenant as HostTenant, type HostFiles } from './tenant.js';

/** A compiled text. It belongs to no tenant and never changes: one serves any number of them. */
export class Program {
  /** @internal */
  constructor(
    /** @internal */
    readonly planned: LanguageProgram,
    /** @internal */
    readonly names: Globals,
  ) {}
}

export interface CompileOptions {
  /** As messages name the text; `main.js` by default. */
  readonly name?: string;
  /** Names that every tenant which evaluates the program will give. They hide globals of the same name. */
  readonly globals?: readonly string[];
  /** The grammar of the text; `auto`, which is the default, takes classic where it is one classic expression. */
  readonly dialect?: DialectChoice;
  /** Which Pipy its globals are those of; 0.22 where the text is classic, else 1.5. */
  readonly api?: ApiLevel | 'auto';
}

export interface Compilation {
  /** Null when there is an error among the diagnostics. */
  readonly program: Program | null;
  readonly diagnostics: readonly FaultRecord[];
}

/** Parses, checks and plans a text. Nothing runs. It cannot import: it has no code base. */
export function compile(text: string, { name = 'main.js', globals = [], dialect: choice = 'auto', api = 'auto' }: CompileOptions = {}): Compilation {
  const source = new SourceFile(name, text);
  const { program, diagnostics } = compileSource(source, (dialect) => globalsFor({ dialect: choice, api }, dialect), { dialect: choice, setting: 'callback' });
  if (program === null) return { program, diagnostics: diagnostics.map(recordOf) };
  const given = new Set(globals);
  const names = globalsFor({ dialect: choice, api }, program.dialect);
  const found = [...diagnostics];
  for (const { specifier, span } of program.module.requests) found.push(findingAt('PJS314', { source, span }, name, [specifier]));
  for (const { name: free, uses, writes, global } of program.contextNames) {
    if (given.has(free)) continue;
    const near = suggest(free, [...given, ...names.keys()]);
    const hint = near === null ? undefined : `did you mean '${near}'?`;
    for (const span of global ? writes : uses) found.push(findingAt(global ? 'PJS302' : 'PJS300', { source, span }, name, [free], hint));
  }
  const failed = found.some(({ severity }) => severity === 'error');
  return { program: failed ? null : new Program(program, names), diagnostics: found.map(recordOf) };
}

export interface TenantOptions {
  /** What one activation may use; what is left out is as `tenantLimits` says. */
  readonly limits?: Partial<Limits>;
  /** Names and values beside the language's own globals, copied in; objects that hold definitions are namespaces. Programs must be compiled with these names. */
  readonly globals?: Readonly<Record<string, HostGlobal>>;
  /** Takes what `console.log` says: one text a call. Nobody listens by default. */
  readonly print?: (text: string) => void;
  /** `os.env`; denied when it is left out. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `os.readFile`, `os.writeFile`, `os.stat`; denied when they are left out. */
  readonly files?: HostFiles;
  /** What `Math.random` gives: numbers from 0 up to, not including, 1. By default each tenant has a sequence of its own that nobody foresees. */
  readonly random?: () => number;
  /** The time that `Date.now` and `new Date()` give, in milliseconds since 1970: a function such as `Date.now`. Always 1970 by default. */
  readonly clock?: () => number;
}

/** `Symbol.dispose`, which not all that Node 20 runs has. */
const disposal: typeof Symbol.dispose = (Symbol as { readonly dispose?: typeof Symbol.dispose }).dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/** Evaluations that may be under way at once, each asked for by a function that the one before called: what the host's stack holds. */
const mostNested = 50;
let nested = 0;

/** What has become of a promise. */
export type PromiseOutcome =
  | { readonly status: 'pending' }
  | { readonly status: 'fulfilled'; readonly value: HostValue }
  | { readonly status: 'rejected'; readonly reason: HostValue };

export interface Meters {
  /** Units of work, in all activations. */
  readonly fuel: number;
  /** Bytes allocated, in all activations that have ended. */
  readonly allocated: number;
  /** Bytes that are alive now: asking walks through all values of the tenant. */
  readonly live: number;
  /** How often each limit was passed, by its code; those that never were are left out. */
  readonly limits: Readonly<Partial<Record<LimitCode, number>>>;
  /** How often something was denied. */
  readonly denials: number;
}

/** Whom scripts belong to: their values, their limits, and all they may reach, which by default is nothing. */
export class Tenant {
  private readonly account: Account;
  /** Null once it was disposed of. */
  private tenant: HostTenant | null;
  private readonly crossing = new Crossing();
  /** The host's globals, by name, with their places in the one list of slots that there is. */
  private readonly places = new Map<string, number>();
  private context: EvaluationContext | null = { slots: [[]] };
  /** Activations under way: a function of the host may come back. */
  private running = 0;
  private isDisposed = false;
  private denials = 0;
  /** The last one that was counted: it ends all activations that it passes through. */
  private denial: DeniedError | null = null;

  constructor(options: TenantOptions = {}) {
    const { limits = {}, globals = {}, print = () => {}, environment = null, files = null, random, clock } = options;
    this.account = new Account(limitsFrom(limits), () => performance.now());
    this.account.random = random ?? ownRandom();
    if (clock !== undefined) this.account.clock = clock;
    this.tenant = new HostTenant({ account: this.account, print, environment, files });
    this.account.roots = [this.crossing, { reach: (walk) => walk.context(this.context) }, this.tenant];
    this.activate(
      ({ slots }) => {
        for (const [name, value] of Object.entries(globals)) {
          this.places.set(name, slots[0].length);
          slots[0].push(globalFor(name, value, this.crossing));
        }
      },
      () => {},
    );
  }

  /** Evaluates a program, does what its promises do later, and gives a copy of its value. Throws an `EvaluationError`. */
  evaluate(program: Program): HostValue {
    return this.activate(
      () => this.instantiate(program).evaluate(),
      (value) => this.crossing.out(value),
    );
  }

  /** Calls a function that a script of this tenant gave, with copies of `args`, and does what promises do later. Throws an `EvaluationError`. */
  call(fn: ScriptFunction, ...args: readonly HostValue[]): HostValue {
    return this.activate(
      () => this.crossing.functionOf(fn).apply(args.map((argument) => this.crossing.in(argument))),
      (value) => this.crossing.out(value),
    );
  }

  /** What has become of a promise that a script of this tenant gave; its value, or why it was rejected, as a copy. */
  outcomeOf(promise: ScriptHandle): PromiseOutcome {
    const object = this.crossing.objectBehind(promise);
    if (!(object instanceof PromiseObject)) throw new TypeError('the handle is not a promise');
    const { state, value } = object;
    if (state === 'pending') return { status: state };
    const copy = this.activate(
      () => value,
      (settled) => this.crossing.out(settled),
    );
    return state === 'fulfilled' ? { status: state, value: copy } : { status: state, reason: copy };
  }

  /** What the tenant has used so far. */
  get meters(): Meters {
    const { account } = this;
    return {
      fuel: fuelUsed(account),
      allocated: account.allocated,
      get live() {
        return walkHeap(account);
      },
      limits: Object.fromEntries(account.hits ?? []),
      denials: this.denials,
    };
  }

  /** What scripts have counted with `stats`, in the text format of Prometheus: empty where they have not. */
  get statistics(): string {
    return prometheusText(this.tenant?.metrics.all ?? []);
  }

  /**
   * Lets all values go; handles that are left stand for nothing. All but the meters throws from now on. A script that is
   * running, because one of its functions of the host does this, is ended.
   */
  dispose(): void {
    this.isDisposed = true;
    this.crossing.close();
    this.account.interrupted = () => true;
    if (this.running === 0) this.release();
  }

  /** For `using`, where there is such a thing. */
  [disposal](): void {
    this.dispose();
  }

  private release(): void {
    const { account } = this;
    this.context = null;
    this.tenant = null;
    this.places.clear();
    account.owner = null;
    account.roots = [];
    account.jobs.clear();
    forgetText();
  }

  private instantiate({ planned, names }: Program): ModuleInstance {
    const instance = new ModuleInstance(planned);
    const links = planned.contextNames.map(({ name, global }) => {
      const slot = this.places.get(name);
      if (slot !== undefined) return { module: 0, slot, read: null };
      if (!global) throw new Error(`the program needs '${name}', which the tenant does not give`);
      const value: Value = names.get(name);
      return { module: -1, slot: -1, read: () => value };
    });
    instance.link(links);
    return instance;
  }

  /**
   * Does some work of a script, then what its promises do later; gives what `take` makes of the work's result. Within
   * another activation of the tenant, jobs wait for the end of that. Who asks from a script of another tenant pays as well.
   */
  private activate<T, R>(work: (context: EvaluationContext) => T, take: (result: T) => R): R {
    const { context, account } = this;
    if (context === null || this.isDisposed) throw disposed();
    if (nested >= mostNested) throw new LimitError('STACK', 'evaluations are nested too deep', nested + 1, mostNested);
    const before = fuelUsed(account);
    const outer = enter(account, context);
    const isOutermost = this.running++ === 0;
    nested++;
    try {
      const result = take(isOutermost ? this.thenJobs(() => work(context)) : work(context));
      if (this.hasBeenDisposed()) throw disposed();
      return result;
    } catch (thrown) {
      const error = caught(thrown);
      if (this.hasBeenDisposed()) throw disposed();
      if (!isFault(error)) throw error;
      this.countDenial(error);
      throw new EvaluationError(error, account);
    } finally {
      leave(outer);
      this.running--;
      nested--;
      if (this.isDisposed && this.running === 0) this.release();
      if (outer.account !== null && outer.account !== account) charge(fuelUsed(account) - before);
    }
  }

  /** While a script ran. */
  private hasBeenDisposed(): boolean {
    return this.isDisposed;
  }

  private countDenial(error: Error): void {
    if (!(error instanceof DeniedError) || error === this.denial) return;
    this.denial = error;
    this.denials++;
  }

  /** What the script left for later is done before the host goes on, even after an error; what passes a limit leaves nothing. */
  private thenJobs<T>(work: () => T): T {
    let result: T;
    try {
      result = work();
    } catch (thrown) {
      const error = caught(thrown);
      if (error instanceof ScriptError) runJobs(this.account);
      else this.account.jobs.clear();
      throw error;
    }
    const [unhandled] = runJobs(this.account);
    if (unhandled !== undefined) throw unhandled;
    return result;
  }
}

function limitsFrom(given: Partial<Limits>): Limits {
  const limits = { ...tenantLimits, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`the limit '${name}' must be a number above 0`);
  }
  if (!(Number.isInteger(limits.depth) && limits.depth <= 1000)) throw new RangeError("the limit 'depth' must be a whole number up to 1000");
  return limits;
}
