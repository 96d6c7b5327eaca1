/** Functions: what can be called. Built-in ones are frozen. */
import type { ClassDescriptor, MethodDefinition } from './class.js';
import type { HeapWalk } from './heap-walk.js';
import { noSlots, ScriptObject } from './object.js';
import { Shape } from './shape.js';
import type { Table } from './table.js';
import type { Value } from './value.js';

export abstract class FunctionObject extends ScriptObject {
  override shape: Shape = Shape.empty;
  override slots: Value[] = noSlots;
  override table: Table | null = null;
  override frozen = false;
  override visited = 0;

  abstract readonly name: string;
  abstract readonly length: number;
  /** Calls with `count` arguments, at most three; those beyond `count` are undefined. */
  abstract call(count: number, a: Value, b: Value, c: Value): Value;
  /** Calls with any number of arguments. */
  abstract apply(args: readonly Value[]): Value;

  /** What `toString` gives: the source text, or what stands for it. */
  toSource(): string {
    return `function ${this.name}() { [native code] }`;
  }

  override get class(): ClassDescriptor {
    return functionDescriptor;
  }
}

/** Beside `toString`, names such as `constructor`, `prototype`, `call`, `bind` are without meaning (spec/deviations.md). */
export const functionDescriptor: ClassDescriptor = {
  name: 'Function',
  parent: null,
  members: new Map([
    [
      'toString',
      {
        kind: 'method',
        name: 'toString',
        length: 0,
        since: '0.22',
        doc: 'The source text of the function.',
        fixed: (self) => (self as FunctionObject).toSource(),
        variadic: null,
      },
    ],
  ]),
  enumerable: [],
};

/** A built-in function, bound to its receiver where it was read from one. */
export class BuiltinFunction extends FunctionObject {
  override readonly frozen = true;

  constructor(
    readonly definition: MethodDefinition,
    readonly receiver: Value = undefined,
  ) {
    super();
  }

  override get name(): string {
    return this.definition.name;
  }

  override get length(): number {
    return this.definition.length;
  }

  override call(count: number, a: Value, b: Value, c: Value): Value {
    return callMethod(this.definition, this.receiver, count, a, b, c);
  }

  override apply(args: readonly Value[]): Value {
    return applyMethod(this.definition, this.receiver, args);
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.value(this.receiver);
  }
}

/** A function that a built-in makes for a script, with values that it keeps for later. */
export class NativeClosure extends BuiltinFunction {
  constructor(
    definition: MethodDefinition,
    private readonly keeps: readonly Value[],
  ) {
    super(definition);
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.add(nativeBytes);
    for (const value of this.keeps) walk.value(value);
  }
}

/** What V8 takes for the definition of one, and the function of the host that runs. */
const nativeBytes = 400;

export function callMethod(method: MethodDefinition, self: Value, count: number, a: Value, b: Value, c: Value): Value {
  if (method.fixed !== null) return method.fixed(self, a, b, c);
  switch (count) {
    case 0:
      return method.variadic!(self, []);
    case 1:
      return method.variadic!(self, [a]);
    case 2:
      return method.variadic!(self, [a, b]);
    default:
      return method.variadic!(self, [a, b, c]);
  }
}

export function applyMethod(method: MethodDefinition, self: Value, args: readonly Value[]): Value {
  if (method.fixed !== null) return method.fixed(self, args[0], args[1], args[2]);
  return method.variadic!(self, args);
}

/** A built-in class as a value: callable where ECMA-262 says so, constructible by `new`. */
export class ClassObject extends FunctionObject {
  override readonly frozen = true;

  constructor(readonly definition: ClassDefinition) {
    super();
  }

  override get class(): ClassDescriptor {
    return this.definition.statics;
  }

  override get name(): string {
    return this.definition.name;
  }

  override get length(): number {
    return this.definition.length;
  }

  override call(count: number, a: Value, b: Value, c: Value): Value {
    return this.apply([a, b, c].slice(0, count));
  }

  override apply(args: readonly Value[]): Value {
    return this.definition.call(args);
  }

  construct(args: readonly Value[]): Value {
    return this.definition.construct(args);
  }

  /** It belongs to nobody. */
  override reach(): void {}
}

/** What stands behind a class value. */
export interface ClassDefinition {
  readonly name: string;
  readonly length: number;
  readonly descriptor: ClassDescriptor;
  /** Members of the class itself: `Array.isArray`. */
  readonly statics: ClassDescriptor;
  /** Without `new`. */
  readonly call: (args: readonly Value[]) => Value;
  readonly construct: (args: readonly Value[]) => Value;
  /** `instanceof`. */
  readonly hasInstance: (value: Value) => boolean;
}
