/** The outermost frame of a module: its variables, what it imports, and where its context names are bound. */
import type { EvaluationContext } from './activation.js';
import { ancestor, inline, type Frame } from './frame.js';
import type { HeapWalk } from './heap-walk.js';
import type { Value } from './value.js';

/** Where a context name lives. */
export interface ContextLink {
  /** The module whose variable it is, by load order: `context.slots[module][slot]`; -1 when it is no variable. */
  readonly module: number;
  readonly slot: number;
  /** Gives the value of what is no variable: `__filename`, `__inbound`, a global that nothing hides. */
  readonly read: ((context: EvaluationContext) => Value) | null;
}

/** Where what another module exports lies. */
export interface ImportLink {
  readonly frame: Frame;
  readonly slot: number;
}

const none: never[] = [];

export class ModuleFrame implements Frame {
  readonly parent = null;
  a: Value = undefined;
  b: Value = undefined;
  c: Value = undefined;
  d: Value = undefined;
  more: Value[] | null;
  /** One for each context name of the program; null where it is not bound until all modules were evaluated. */
  links: readonly (ContextLink | null)[] | null = null;
  /** One for each entry of the program's imports. */
  imports: readonly ImportLink[] = none;
  /** The value of the last statement that gave one. */
  completion: Value = undefined;

  constructor(slots: number) {
    this.more = slots > inline ? new Array<Value>(slots - inline).fill(undefined) : null;
  }

  /** Tells `walk` what it holds beside its variables. */
  reach(walk: HeapWalk): void {
    this.completion = walk.value(this.completion);
    for (const { frame } of this.imports) walk.frame(frame);
  }

  /** Makes room for `slots` variables; those that are there stay where they are. */
  grow(slots: number): void {
    if (slots <= inline) return;
    this.more ??= [];
    while (this.more.length < slots - inline) this.more.push(undefined);
  }
}

/** Sets the value of the module that is evaluated, and gives the one before. */
export type Complete = (frame: Frame, value: Value) => Value;

/** `hops` are to the module's frame. */
export function planComplete(hops: number): Complete {
  return (frame, value) => {
    const module = ancestor(frame, hops) as ModuleFrame;
    const before = module.completion;
    module.completion = value;
    return before;
  };
}
