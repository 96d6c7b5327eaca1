/** The variables that a random program may use where it is being made. */
import type { Kind } from './vocabulary.js';

export interface Variable {
  readonly name: string;
  kind: Kind;
  /** Counters of loops, and functions that are being made: assigning to them, or calling them, might never end. */
  locked: boolean;
}

export class Scope {
  readonly variables: Variable[] = [];

  constructor(
    readonly outer: Scope | null,
    /** Whether `var` declares here. */
    readonly isFunction: boolean,
  ) {}

  declare(name: string, kind: Kind, locked = false): Variable {
    const variable = { name, kind, locked };
    this.variables.push(variable);
    return variable;
  }

  /** The scope of the function around. */
  get home(): Scope {
    return this.isFunction || this.outer === null ? this : this.outer.home;
  }

  /** Those that can be seen, innermost first. */
  visible(): Variable[] {
    const found: Variable[] = [];
    const names = new Set<string>();
    for (const { variables } of this.outward()) {
      for (let i = variables.length - 1; i >= 0; i--) {
        const variable = variables[i];
        if (names.has(variable.name)) continue;
        names.add(variable.name);
        found.push(variable);
      }
    }
    return found;
  }

  private outward(): Scope[] {
    return this.outer === null ? [this] : [this, ...this.outer.outward()];
  }
}
