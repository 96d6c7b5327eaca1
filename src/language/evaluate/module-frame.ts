/** The outermost frame of a module: its variables, and where its context names are bound. */
import type { EvaluationContext } from './activation.js';
import { Frame } from './frame.js';
import type { Value } from './value.js';

/** Where a context name lives. */
export interface ContextLink {
  /** The module whose variable it is, by load order: `context.slots[module][slot]`; -1 when it is no variable. */
  readonly module: number;
  readonly slot: number;
  /** Gives the value of what is no variable: `__filename`, `__inbound`, a global that nothing hides. */
  readonly read: ((context: EvaluationContext) => Value) | null;
}

export class ModuleFrame extends Frame {
  /** One for each context name of the program; null until all modules were evaluated. */
  links: readonly ContextLink[] | null = null;

  constructor(slots: number) {
    super(null, undefined, undefined, undefined, undefined, slots > 4 ? new Array<Value>(slots - 4).fill(undefined) : null);
  }
}
