/** The objects of the host's own world: what a script must neither see nor change. */

/** Everything that hangs on the global object: by members that hold data, getters left alone, and by prototypes. */
export function intrinsicsOf(root: object): Set<object> {
  const found = new Set<object>();
  const open: object[] = [root];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    if (found.has(object)) continue;
    found.add(object);
    const parts: unknown[] = [Object.getPrototypeOf(object)];
    for (const { value, get, set } of Object.values(Object.getOwnPropertyDescriptors(object))) parts.push(value, get, set);
    for (const part of parts) if (isObject(part)) open.push(part);
  }
  return found;
}

const watched = ['Object', 'Array', 'Function', 'Promise', 'RegExp', 'Map', 'Set', 'WeakMap', 'Error', 'TypeError', 'RangeError', 'String', 'Number', 'Boolean', 'Symbol', 'Date', 'JSON', 'Math', 'Reflect', 'Buffer', 'Uint8Array'] as const;

/** What can be told of the host's classes, their prototypes, its global object and its environment. */
export class Snapshot {
  private readonly seen = new Map<string, ReadonlyMap<PropertyKey, PropertyDescriptor>>();
  private readonly environment = JSON.stringify(process.env);

  constructor() {
    for (const [name, object] of subjects()) this.seen.set(name, descriptorsOf(object));
  }

  /** What is otherwise now: empty when nothing is. */
  changes(): string[] {
    const changed: string[] = [];
    for (const [name, object] of subjects()) {
      const before = this.seen.get(name)!;
      const now = descriptorsOf(object);
      for (const key of new Set([...before.keys(), ...now.keys()])) if (!sameProperty(before.get(key), now.get(key))) changed.push(`${name}.${String(key)}`);
    }
    if (JSON.stringify(process.env) !== this.environment) changed.push('process.env');
    return changed;
  }
}

function* subjects(): Generator<[string, object]> {
  yield ['globalThis', globalThis];
  for (const name of watched) {
    const value = (globalThis as unknown as Record<string, { prototype?: unknown }>)[name];
    yield [name, value];
    if (isObject(value.prototype)) yield [`${name}.prototype`, value.prototype];
  }
}

function descriptorsOf(object: object): Map<PropertyKey, PropertyDescriptor> {
  return new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)!]));
}

function sameProperty(a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  // Numbers of the host's own, such as `Error.stackTraceLimit`, must not stay changed either.
  return a.get === b.get && a.set === b.set && Object.is(a.value, b.value) && a.writable === b.writable && a.enumerable === b.enumerable && a.configurable === b.configurable;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
