/**
 * Calls.
 *
 * The place of a call is put on record before anything is called; a method of a class is called on its
 * receiver without a bound function being made.
 */
import { mark, type Site } from '../calls.js';
import { hole } from '../array.js';
import { findMember, type ClassDescriptor, type FixedRun, type MethodDefinition, type VariadicRun } from '../class.js';
import { wording } from '../../source/codes.js';
import { suggest } from '../../source/suggest.js';
import type { ArrowFunctionExpression, CallExpression, MemberExpression } from '../../syntax/node.js';
import type { Closure } from '../closure.js';
import { describe } from '../describe.js';
import { factory } from '../factory.js';
import type { Frame } from '../frame.js';
import { applyMethod, BuiltinFunction, FunctionObject } from '../function.js';
import { classOf, ownValue } from '../member.js';
import { allocate, sizes } from '../meter.js';
import type { ScriptObject } from '../object.js';
import { getElement } from '../property.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import type { Shape } from '../shape.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { planCalled } from './function.js';
import { planInPlace } from './in-place.js';
import { follow, plannedLink, type Link, type PlannedLink } from './link.js';
import { memberSite, readWritten, writtenKey } from './member.js';

/** `…(a, b)` on a value. */
export function planCall(node: CallExpression, planner: Planner): PlannedLink {
  const args = planArguments(node, planner);
  planner.fillsFrame = true;
  return plannedLink(planCaller(stepsOf(args), planner, planner.site(node.callee)), args);
}

/** `((a, b) => …)(c, d)` */
export function planFunctionCall(node: CallExpression, callee: ArrowFunctionExpression, planner: Planner): Planned {
  const args = planArguments(node, planner);
  if (planner.isInPlace(callee)) return planInPlace(callee, args, planner);
  const site = planner.site(callee);
  const called = planCalled(callee, args, planner, site);
  if (called !== null) return called;
  const made = planner.plan(callee);
  const call = planCaller(stepsOf(args), planner, site);
  return { step: follow(made.step, [call], planner), cost: costOf([made, ...args]), height: heightOf([made, ...args]) };
}

/** `….m(a, b)` and `…[m](a, b)`. */
export function planMethodCall(node: CallExpression, callee: MemberExpression, planner: Planner): PlannedLink {
  const args = planArguments(node, planner);
  const steps = stepsOf(args);
  planner.fillsFrame = true;
  const site = memberSite(callee, planner);
  if (callee.computed) {
    const key = planner.plan(callee.property);
    return plannedLink(planner.take(callComputed)(key.step, planCaller(steps, planner, site), site), [key, ...args]);
  }
  return plannedLink(planMethod(writtenKey(callee), steps, planner, site), args);
}

export function planArguments(node: { readonly arguments: CallExpression['arguments'] }, planner: Planner): Planned[] {
  return planner.planAll(node.arguments);
}

function stepsOf(planned: readonly Planned[]): Step[] {
  return planned.map(({ step }) => step);
}

/** Calls a function value with evaluated arguments. */
type Caller = Link;

function planCaller(args: readonly Step[], planner: Planner, site: Site): Caller {
  const search = new BuiltinSearch(planner.ownsFactories);
  const [a, b, c] = args as [Step, Step, Step];
  switch (args.length) {
    case 0:
      return planner.take(call0)(planner.take(builtin0)(search), site);
    case 1:
      return planner.take(call1)(a, planner.take(builtin1)(search), site);
    case 2:
      return planner.take(call2)(a, b, planner.take(builtin2)(search), site);
    case 3:
      return planner.take(call3)(a, b, c, planner.take(builtin3)(search), site);
    default:
      return planner.take(callMany)(planList(args, planner), site);
  }
}

/** Calls what is no function of a script. */
type Other = (fn: Value, a: Value, b: Value, c: Value) => Value;

const call0 = factory([mark], (mark) => (other: Other, site: Site): Caller => (fn) => {
  mark(site);
  const code = (fn as Closure | undefined)?.code;
  return code ? code.run((fn as Closure).scope, undefined, undefined, undefined, null, 0) : other(fn, undefined, undefined, undefined);
});

const call1 = factory([mark], (mark) => (a: Step, other: Other, site: Site): Caller => (fn, frame) => {
  const x = a(frame);
  mark(site);
  const code = (fn as Closure | undefined)?.code;
  return code ? code.run((fn as Closure).scope, x, undefined, undefined, null, 0) : other(fn, x, undefined, undefined);
});

const call2 = factory([mark], (mark) => (a: Step, b: Step, other: Other, site: Site): Caller => (fn, frame) => {
  const x = a(frame);
  const y = b(frame);
  mark(site);
  const code = (fn as Closure | undefined)?.code;
  return code ? code.run((fn as Closure).scope, x, y, undefined, null, 0) : other(fn, x, y, undefined);
});

const call3 = factory([mark], (mark) => (a: Step, b: Step, c: Step, other: Other, site: Site): Caller => (fn, frame) => {
  const x = a(frame);
  const y = b(frame);
  const z = c(frame);
  mark(site);
  const code = (fn as Closure | undefined)?.code;
  return code ? code.run((fn as Closure).scope, x, y, z, null, 0) : other(fn, x, y, z);
});

const callMany = factory([mark, callable], (mark, callable) => (list: ListStep, site: Site): Caller => (fn, frame) => {
  const values = list(frame);
  mark(site);
  return callable(fn).apply(values);
});

/** By the number of arguments. */
const builtin0 = factory([callable], (callable) => (search: BuiltinSearch): Other => (fn) => {
  const found = search.find(fn);
  if (found === null) return callable(fn).call(0, undefined, undefined, undefined);
  const { receiver } = fn as BuiltinFunction;
  return found.fixed !== null ? found.fixed(receiver, undefined, undefined, undefined) : found.variadic!(receiver, []);
});

const builtin1 = factory([callable], (callable) => (search: BuiltinSearch): Other => (fn, x) => {
  const found = search.find(fn);
  if (found === null) return callable(fn).call(1, x, undefined, undefined);
  const { receiver } = fn as BuiltinFunction;
  return found.fixed !== null ? found.fixed(receiver, x, undefined, undefined) : found.variadic!(receiver, [x]);
});

const builtin2 = factory([callable], (callable) => (search: BuiltinSearch): Other => (fn, x, y) => {
  const found = search.find(fn);
  if (found === null) return callable(fn).call(2, x, y, undefined);
  const { receiver } = fn as BuiltinFunction;
  return found.fixed !== null ? found.fixed(receiver, x, y, undefined) : found.variadic!(receiver, [x, y]);
});

const builtin3 = factory([callable], (callable) => (search: BuiltinSearch): Other => (fn, x, y, z) => {
  const found = search.find(fn);
  if (found === null) return callable(fn).call(3, x, y, z);
  const { receiver } = fn as BuiltinFunction;
  return found.fixed !== null ? found.fixed(receiver, x, y, z) : found.variadic!(receiver, [x, y, z]);
});

const callComputed = factory([mark, getElement], (mark, getElement) => (key: Step, call: Caller, site: Site): Link => (value, frame) => {
  const name = key(frame);
  mark(site);
  return call(getElement(value, name), frame);
});

function planMethod(key: string, args: readonly Step[], planner: Planner, site: Site): Link {
  const find = planner.take(findMethod)(new MethodSearch(key, planner.ownsFactories));
  const call = planner.take(callProperty)(key, readWritten(key, planner, site), planCaller(args, planner, site), args, site);
  const [a, b, c] = args as [Step, Step, Step];
  switch (args.length) {
    case 0:
      return planner.take(method0)(find, call, site);
    case 1:
      return planner.take(method1)(find, a, call, site);
    case 2:
      return planner.take(method2)(find, a, b, call, site);
    case 3:
      return planner.take(method3)(find, a, b, c, call, site);
    default:
      return planner.take(methodMany)(find, planList(args, planner), call, site);
  }
}

/** The class's method that a name means for a value; null where it has a property of its own by that name, or no such method. */
type FindMethod = (value: Value) => FoundMethod | null;

interface FoundMethod {
  readonly method: MethodDefinition;
  readonly fixed: FixedRun | null;
  readonly variadic: VariadicRun | null;
}

/** What calls a built-in: where it calls back, and the program has factories of its own, by a loop of its own. */
function foundMethod(method: MethodDefinition, owns: boolean): FoundMethod {
  const { fixed, variadic, ownFixed, ownVariadic } = method;
  return { method, fixed: ownFixed === undefined ? fixed : ownFixed.take(owns)(), variadic: ownVariadic === undefined ? variadic : ownVariadic.take(owns)() };
}

/** Which built-in function was called last. */
class BuiltinSearch {
  definition: MethodDefinition | null = null;
  found: FoundMethod | null = null;
  private readonly known = new Map<MethodDefinition, FoundMethod>();

  /** `owns`: whether the program has factories of its own. */
  constructor(private readonly owns: boolean) {}

  /** What calls `fn`; null where it is none. */
  find(fn: Value): FoundMethod | null {
    const definition = (fn as BuiltinFunction | undefined)?.definition;
    return definition !== undefined && definition === this.definition ? this.found : this.search(fn);
  }

  private search(fn: Value): FoundMethod | null {
    if (!(fn instanceof BuiltinFunction)) return null;
    const { definition } = fn;
    let found = this.known.get(definition);
    if (found === undefined) this.known.set(definition, (found = foundMethod(definition, this.owns)));
    this.definition = definition;
    this.found = found;
    return found;
  }
}

/** What was found for the value that came last: a shape and a class, never a value. */
class MethodSearch {
  shape: Shape | null = null;
  descriptor: ClassDescriptor | null = null;
  isText = false;
  found: FoundMethod | null = null;
  private readonly known = new Map<ClassDescriptor, FoundMethod | null>();

  constructor(
    private readonly key: string,
    private readonly owns: boolean,
  ) {}

  search(value: Value): FoundMethod | null {
    const descriptor = classOf(value);
    const found = descriptor === null || ownValue(value, this.key) !== hole ? null : this.methodOf(descriptor);
    this.isText = typeof value === 'string';
    this.shape = typeof value === 'object' && value !== null && value.table === null ? value.shape : null;
    this.descriptor = descriptor;
    this.found = found;
    return found;
  }

  private methodOf(descriptor: ClassDescriptor): FoundMethod | null {
    let found = this.known.get(descriptor);
    if (found === undefined) {
      const method = findMember(descriptor, this.key);
      found = method?.kind === 'method' ? foundMethod(method, this.owns) : null;
      this.known.set(descriptor, found);
    }
    return found;
  }
}

const findMethod = factory([], () => (search: MethodSearch): FindMethod => (value) => {
  if (typeof value === 'string') return search.isText ? search.found : search.search(value);
  const object = value as ScriptObject | undefined;
  return object?.shape === search.shape && object?.class === search.descriptor ? search.found : search.search(value);
});

const method0 = factory([mark], (mark) => (find: FindMethod, call: Link, site: Site): Link => (value, frame) => {
  const found = find(value);
  if (found === null) return call(value, frame);
  mark(site);
  return found.fixed !== null ? found.fixed(value, undefined, undefined, undefined) : found.variadic!(value, []);
});

const method1 = factory([mark], (mark) => (find: FindMethod, a: Step, call: Link, site: Site): Link => (value, frame) => {
  const found = find(value);
  if (found === null) return call(value, frame);
  const x = a(frame);
  mark(site);
  return found.fixed !== null ? found.fixed(value, x, undefined, undefined) : found.variadic!(value, [x]);
});

const method2 = factory([mark], (mark) => (find: FindMethod, a: Step, b: Step, call: Link, site: Site): Link => (value, frame) => {
  const found = find(value);
  if (found === null) return call(value, frame);
  const x = a(frame);
  const y = b(frame);
  mark(site);
  return found.fixed !== null ? found.fixed(value, x, y, undefined) : found.variadic!(value, [x, y]);
});

const method3 = factory([mark], (mark) => (find: FindMethod, a: Step, b: Step, c: Step, call: Link, site: Site): Link => (value, frame) => {
  const found = find(value);
  if (found === null) return call(value, frame);
  const x = a(frame);
  const y = b(frame);
  const z = c(frame);
  mark(site);
  return found.fixed !== null ? found.fixed(value, x, y, z) : found.variadic!(value, [x, y, z]);
});

const methodMany = factory([mark, applyMethod], (mark, applyMethod) => (find: FindMethod, list: ListStep, call: Link, site: Site): Link => (value, frame) => {
  const found = find(value);
  if (found === null) return call(value, frame);
  const values = list(frame);
  mark(site);
  return applyMethod(found.method, value, values);
});

/** Calls what a member gives as a function; what is called is looked at after its arguments (ECMA-262 13.3.6.2). */
const callProperty = factory(
  [notCallableMember, FunctionObject],
  (notCallableMember, FunctionObject) =>
    (key: string, read: (value: Value) => Value, call: Caller, args: readonly Step[], site: Site): Link =>
    (value, frame) => {
      const fn = read(value);
      if ((fn as Closure | undefined)?.code || fn instanceof FunctionObject) return call(fn, frame);
      for (const arg of args) arg(frame);
      return notCallableMember(fn, key, value, site);
    },
);

/** Evaluates arguments into a list. */
export type ListStep = (frame: Frame) => Value[];

export function planList(steps: readonly Step[], planner: Planner): ListStep {
  return planner.take(list)(steps);
}

const list = factory([allocate, sizes], (allocate, sizes) => (steps: readonly Step[]): ListStep => (frame) => {
  allocate(sizes.array + sizes.element * steps.length);
  const values: Value[] = [];
  for (const step of steps) values.push(step(frame));
  return values;
});

function callable(value: Value): FunctionObject {
  return value instanceof FunctionObject ? value : notCallable(describe(value));
}

function notCallableMember(fn: Value, key: string, value: Value, site: Site): never {
  mark(site);
  const type = classOf(value);
  const near = type === null ? null : suggest(key, type.members.keys());
  const hint = type?.absent?.get(key) ?? (near === null ? undefined : `did you mean '${near}'?`);
  return notCallable(`'${key}' (${describe(fn)})`, hint);
}

function notCallable(what: string, hint?: string): never {
  throw new ScriptError('PJS402', wording('PJS402', what), 'TypeError', hint);
}
