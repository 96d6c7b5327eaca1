/** A function's variables while a program is resolved, and in the end its layout. */
import type { FunctionLayout, Variable } from './binding.js';
import type { Span } from '../source/span.js';

/** A variable and the function that has it. */
export interface Found {
  readonly variable: Variable;
  readonly owner: Scope;
}

export class Scope {
  readonly variables: Variable[] = [];
  /** What names mean here: own variables, and what was found further out. */
  private readonly known = new Map<string, Found | null>();
  private plainSlots = 0;
  private capturedSlots = 0;
  /** Captured frames from the module's, which is not counted, to this function's own. */
  private capturedAbove = 0;

  constructor(
    /** The function around it; null for the module. */
    readonly outer: Scope | null,
  ) {}

  declare(name: string, span: Span): Variable {
    const variable: Variable = { name, span, captured: false, assigned: false, slot: -1 };
    this.variables.push(variable);
    this.known.set(name, { variable, owner: this });
    return variable;
  }

  /** The innermost variable of that name; null where no function around has one. */
  find(name: string): Found | null {
    let found = this.known.get(name);
    for (let { outer } = this; outer !== null && found === undefined; outer = outer.outer) found = outer.known.get(name);
    this.known.set(name, found ?? null);
    return found ?? null;
  }

  /** Gives each variable its slot: call when all uses are known, on outer functions first. */
  layOut(): FunctionLayout {
    for (const variable of this.variables) {
      // Whatever the module declares lies in its one frame.
      const isCaptured = variable.captured || this.outer === null;
      variable.slot = isCaptured ? this.capturedSlots++ : this.plainSlots++;
    }
    if (this.outer !== null) this.capturedAbove = this.outer.capturedAbove + (this.capturedSlots > 0 ? 1 : 0);
    const scopeHops = this.outer !== null && this.outer.plainSlots > 0 ? 1 : 0;
    return { variables: this.variables, plainSlots: this.plainSlots, capturedSlots: this.capturedSlots, scopeHops };
  }

  /** Hops from this function's current frame to the one where a variable of `owner` lies. */
  hopsTo(owner: Scope, variable: Variable): number {
    if (owner === this && !variable.captured && owner.outer !== null) return 0;
    return (this.plainSlots > 0 ? 1 : 0) + this.capturedAbove - owner.capturedAbove;
  }

  /** Hops from this function's current frame to the module's. */
  get hopsToModule(): number {
    return (this.plainSlots > 0 ? 1 : 0) + this.capturedAbove;
  }
}
