/** Functions of scripts, and how they are entered. */
import { refuel, sites, stackLimit } from './activation.js';
import type { Frame } from './frame.js';
import { FunctionObject } from './function.js';
import type { HeapWalk } from './heap-walk.js';
import { DEPTH, FUEL, HEIGHT, tank } from './meter.js';
import type { Value } from './value.js';

/**
 * Binds arguments and runs the body. `args` has all arguments when there are more than three or when they
 * came as a list, else it is null.
 */
export type Body = (scope: Frame, a: Value, b: Value, c: Value, args: readonly Value[] | null) => Value;

/** What all closures of one function in the source share. */
export interface Code {
  /** The name that its place in the source gives it, or ''. */
  readonly name: string;
  /** How many parameters stand before the first with a default. */
  readonly length: number;
  /** Fuel of entering it: its straight line. */
  readonly cost: number;
  /** Steps that nest when it runs, with what a call takes. */
  readonly height: number;
  readonly body: Body;
  /** Its text, for `toString`. */
  text(): string;
}

export class Closure extends FunctionObject {
  constructor(
    readonly code: Code,
    private readonly scope: Frame,
  ) {
    super();
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
    return run(this.code, this.scope, a, b, c, null, hostHeight);
  }

  override apply(args: readonly Value[]): Value {
    return run(this.code, this.scope, args[0], args[1], args[2], args, hostHeight);
  }

  /** Called by a step. `args` has all arguments when there are more than three, else it is null. */
  enter(a: Value, b: Value, c: Value, args: readonly Value[] | null): Value {
    return run(this.code, this.scope, a, b, c, args, 0);
  }
}

/** What a built-in that calls back takes of the host's stack, counted in steps. */
const hostHeight = 7;

/** Enters a function; its call's place is on record already, at the current depth. */
function run(code: Code, scope: Frame, a: Value, b: Value, c: Value, args: readonly Value[] | null, extra: number): Value {
  const depth = tank[DEPTH];
  const height = tank[HEIGHT];
  const needed = code.height + extra;
  if (depth <= 0 || height < needed) stackLimit();
  if ((tank[FUEL] -= code.cost) < 0) refuel(sites[depth]);
  tank[DEPTH] = depth - 1;
  tank[HEIGHT] = height - needed;
  const value = code.body(scope, a, b, c, args);
  // Not in a `finally`: whoever catches an error restores both, and reads the calls under way before.
  tank[DEPTH] = depth;
  tank[HEIGHT] = height;
  return value;
}
