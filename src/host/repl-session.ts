/** A session at a prompt: texts that come one after the other and are one growing module of one tenant. */
import { caught, enter, leave } from '../language/evaluate/activation.js';
import { setSlot } from '../language/evaluate/frame.js';
import { runJobs } from '../language/evaluate/jobs.js';
import type { Limits } from '../language/evaluate/limits.js';
import { ModuleFrame } from '../language/evaluate/module-frame.js';
import { ModuleInstance, type Program } from '../language/evaluate/program.js';
import type { Value } from '../language/evaluate/value.js';
import type { SessionVariable } from '../language/resolve/binding.js';
import { SourceFile } from '../language/source/source-file.js';
import { isUnfinished, parseInput } from '../language/syntax/parse.js';
import { treeText } from '../language/syntax/tree-text.js';
import { complete, type Completion } from './completion.js';
import { isFault } from './evaluation-error.js';
import type { Fault } from './fault.js';
import { globalsFor, type LanguageChoice } from './language-choice.js';
import { Findings, ModuleSet, programOf } from './module-set.js';
import type { Tenant } from './tenant.js';

/** What became of a text. */
export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** It ends too early: nothing was done, more of it may come. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

type Done<T> = Exclude<Answer<T>, { readonly kind: 'unfinished' }>;

/** Where the name `_` lies: what the last text gave that gave something. */
const lastSlot = 0;

export class Session {
  private readonly frame = new ModuleFrame(lastSlot + 1);
  private readonly variables = new Map<string, SessionVariable>([['_', { slot: lastSlot, importIndex: -1 }]]);
  private slots = lastSlot + 1;
  private imports = 0;
  private texts = 0;
  private readonly language: LanguageChoice;
  private readonly modules: ModuleSet;

  constructor(
    private readonly tenant: Tenant,
    { api }: Pick<LanguageChoice, 'api'>,
  ) {
    this.language = { dialect: 'modern', api };
    this.modules = new ModuleSet(tenant, this.language);
    tenant.account.roots = [{ reach: (walk) => walk.frame(this.frame) }, tenant];
  }

  /** Evaluates a text; `read` looks at its value while the activation still runs. */
  evaluate<T>(text: string, read: (value: Value) => T): Answer<T> {
    const source = new SourceFile(`REPL${this.texts + 1}`, text);
    const answer = this.activate(() => {
      const value = this.run(source);
      if (value !== undefined) setSlot(this.frame, lastSlot, value);
      const [unhandled] = runJobs(this.tenant.account);
      if (unhandled !== undefined) throw unhandled;
      return read(value);
    });
    // A module that it imports may end too early as well: more lines of this text do not help that.
    const isOpen = answer.kind === 'faults' && answer.faults.some((fault) => !(fault instanceof Error) && fault.source === source && isUnfinished(fault));
    if (isOpen) return { kind: 'unfinished' };
    this.texts++;
    return answer;
  }

  /** The tree of a text, as lines; nothing runs. */
  tree(text: string): Done<readonly string[]> {
    const source = new SourceFile('REPL', text);
    const { tree, diagnostics } = parseInput(source);
    return tree === null ? { kind: 'faults', faults: diagnostics } : { kind: 'value', value: treeText(tree, source) };
  }

  /** What could stand at the end of a text. Runs no script. */
  complete(text: string): Completion {
    const { variables, frame } = this;
    const answer = this.activate(() => complete(text, { variables, frame, globals: globalsFor(this.language, 'modern') }));
    return answer.kind === 'value' ? answer.value : { partial: '', names: [] };
  }

  /** What one text may use. */
  get limits(): Limits {
    return this.tenant.account.limits;
  }

  /** From the next text on. */
  limit(changes: Partial<Limits>): void {
    this.tenant.account.limits = { ...this.limits, ...changes };
  }

  private run(source: SourceFile): Value {
    const { variables, slots, imports, frame } = this;
    const program = programOf(source, this.language, 'expression', { variables, slots, imports });
    const module = new ModuleInstance(program, frame);
    this.modules.bind(module);
    this.declare(program);
    frame.completion = undefined;
    return this.modules.run(module);
  }

  /** Once it is certain that the text runs, what it declares is there, even if it fails halfway. */
  private declare({ variables, moduleSlots, module }: Program): void {
    for (const { name, slot, importIndex } of variables) this.variables.set(name, { slot, importIndex });
    this.slots = moduleSlots;
    this.imports += module.imports.length;
  }

  private activate<T>(work: () => T): Done<T> {
    const { account } = this.tenant;
    const outer = enter(account, null);
    try {
      return { kind: 'value', value: work() };
    } catch (thrown) {
      // What a text that failed had left for later is dropped with it.
      account.jobs.clear();
      if (thrown instanceof Findings) return { kind: 'faults', faults: thrown.list };
      const error = caught(thrown);
      if (!isFault(error)) throw error;
      return { kind: 'faults', faults: [error] };
    } finally {
      leave(outer);
    }
  }
}
