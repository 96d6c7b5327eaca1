/** Functions of scripts, and how they are entered. */
import { noteCaller } from './calls.js';
import type { Frame } from './frame.js';
import { FunctionObject } from './function.js';
import type { HeapWalk } from './heap-walk.js';
import type { Value } from './value.js';

/**
 * Enters a function: binds arguments and runs the body; the place of the call is on record already, at the current depth.
 * `args` has all arguments when there are more than three or when they came as a list, else it is null. `extra` is what the caller
 * takes of the host's stack beside its steps, counted in steps.
 */
export type Run = (scope: Frame, a: Value, b: Value, c: Value, args: readonly Value[] | null, extra: number) => Value;

/** What all closures of one function in the source share. */
export interface Code {
  /** The name that its place in the source gives it, or ''. */
  readonly name: string;
  /** How many parameters stand before the first with a default. */
  readonly length: number;
  /** Fuel of entering it: its straight line. */
  readonly cost: number;
  /** How many parameters there are: who has more than three of them wants all arguments as a list. */
  readonly parameters: number;
  /** Replaced when the program is planned again; fuel and results are the same. */
  run: Run;
  /** Its text, for `toString`. */
  readonly text: () => string;
}

export class Closure extends FunctionObject {
  declare readonly code: Code;

  constructor(
    code: Code,
    readonly scope: Frame,
  ) {
    super();
    this.code = code;
  }

  override get name(): string {
    return this.code.name;
  }

  override get length(): number {
    return this.code.length;
  }

  override toSource(): string {
    return this.code.text();
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.frame(this.scope);
  }

  /** Called by a built-in or the host: what that takes of the host's stack counts too. */
  override call(_count: number, a: Value, b: Value, c: Value): Value {
    noteCaller(this.scope);
    return this.code.run(this.scope, a, b, c, null, hostHeight);
  }

  override apply(args: readonly Value[]): Value {
    noteCaller(this.scope);
    return this.code.run(this.scope, args[0], args[1], args[2], args, hostHeight);
  }
}

/** What a built-in that calls back takes of the host's stack, counted in steps. */
export const hostHeight = 7;
