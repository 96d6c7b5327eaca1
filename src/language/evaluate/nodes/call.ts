/**
 * Calls.
 *
 * The place of a call is put on record before anything is called; a method of a class is called on its
 * receiver without a bound function being made.
 */
import { mark, type Site } from '../activation.js';
import { findMember, type ClassDescriptor, type MemberDefinition } from '../class.js';
import { wording } from '../../source/codes.js';
import { suggest } from '../../source/suggest.js';
import type { CallExpression, MemberExpression } from '../../syntax/node.js';
import { Closure } from '../closure.js';
import { describe } from '../describe.js';
import type { Frame } from '../frame.js';
import { applyMethod, callMethod, FunctionObject } from '../function.js';
import { classOf, ownValue } from '../member.js';
import { hole } from '../array.js';
import { allocate, sizes } from '../meter.js';
import { getElement } from '../property.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import type { Planned, Step } from '../step.js';
import type { Value } from '../value.js';
import { plannedLink, type Link, type PlannedLink } from './link.js';
import { memberSite, readWritten, writtenKey } from './member.js';

/** `…(a, b)` on a value. */
export function planCall(node: CallExpression, planner: Planner): PlannedLink {
  const args = planArguments(node, planner);
  const site = planner.site(node.callee);
  return plannedLink(callValue(args.map((arg) => arg.step), site), args);
}

/** `….m(a, b)` and `…[m](a, b)`. */
export function planMethodCall(node: CallExpression, callee: MemberExpression, planner: Planner): PlannedLink {
  const args = planArguments(node, planner);
  const steps = args.map((arg) => arg.step);
  const site = memberSite(callee, planner);
  if (!callee.computed) return plannedLink(callWritten(writtenKey(callee), steps, site), args);
  const key = planner.plan(callee.property);
  return plannedLink(callComputed(key.step, steps, site), [key, ...args]);
}

export function planArguments(node: { readonly arguments: CallExpression['arguments'] }, planner: Planner): Planned[] {
  return planner.planAll(node.arguments);
}

/** Calls a function value with evaluated arguments. */
type Caller = (fn: Value, frame: Frame) => Value;

function callValue(args: readonly Step[], site: Site): Caller {
  const [a, b, c] = args as [Step, Step, Step];
  switch (args.length) {
    case 0:
      return (fn) => {
        mark(site);
        if (fn instanceof Closure) return fn.enter(undefined, undefined, undefined, null);
        return callable(fn).call(0, undefined, undefined, undefined);
      };
    case 1:
      return (fn, frame) => {
        const x = a(frame);
        mark(site);
        if (fn instanceof Closure) return fn.enter(x, undefined, undefined, null);
        return callable(fn).call(1, x, undefined, undefined);
      };
    case 2:
      return (fn, frame) => {
        const x = a(frame);
        const y = b(frame);
        mark(site);
        if (fn instanceof Closure) return fn.enter(x, y, undefined, null);
        return callable(fn).call(2, x, y, undefined);
      };
    case 3:
      return (fn, frame) => {
        const x = a(frame);
        const y = b(frame);
        const z = c(frame);
        mark(site);
        if (fn instanceof Closure) return fn.enter(x, y, z, null);
        return callable(fn).call(3, x, y, z);
      };
    default:
      return (fn, frame) => {
        const values = listOf(args, frame);
        mark(site);
        if (fn instanceof Closure) return fn.enter(values[0], values[1], values[2], values);
        return callable(fn).apply(values);
      };
  }
}

/** Calls the class's method on its receiver, or an own property as a function. */
function callWritten(key: string, args: readonly Step[], site: Site): Link {
  const read = readWritten(key, site);
  const call = callValue(args, site);
  const [a, b, c] = args as [Step, Step, Step];
  const count = args.length;
  let descriptor: ClassDescriptor | null = null;
  let member: MemberDefinition | undefined;
  return (value, frame) => {
    const type = classOf(value);
    if (type !== descriptor) {
      descriptor = type;
      member = type === null ? undefined : findMember(type, key);
    }
    if (member?.kind !== 'method' || ownValue(value, key) !== hole) {
      const fn = read(value);
      if (!(fn instanceof FunctionObject)) {
        // What is called is looked at after its arguments (ECMA-262 13.3.6.2).
        for (const arg of args) arg(frame);
        notCallable(fn, key, site, type);
      }
      return call(fn, frame);
    }
    const method = member;
    if (count > 3) {
      const values = listOf(args, frame);
      mark(site);
      return applyMethod(method, value, values);
    }
    const x = count > 0 ? a(frame) : undefined;
    const y = count > 1 ? b(frame) : undefined;
    const z = count > 2 ? c(frame) : undefined;
    mark(site);
    return callMethod(method, value, count, x, y, z);
  };
}

function callComputed(key: Step, args: readonly Step[], site: Site): Link {
  const call = callValue(args, site);
  return (value, frame) => {
    const name = key(frame);
    mark(site);
    return call(getElement(value, name), frame);
  };
}

export function listOf(steps: readonly Step[], frame: Frame): Value[] {
  allocate(sizes.array + sizes.element * steps.length);
  const values: Value[] = [];
  for (const step of steps) values.push(step(frame));
  return values;
}

function callable(value: Value): FunctionObject {
  return value instanceof FunctionObject ? value : notCallable(value, null, null);
}

function notCallable(value: Value, key: string | null, site: Site | null, type: ClassDescriptor | null = null): never {
  if (site !== null) mark(site);
  const what = key === null ? describe(value) : `'${key}' (${describe(value)})`;
  const near = key === null || type === null ? null : suggest(key, type.members.keys());
  const absent = key === null ? undefined : type?.absent?.get(key);
  const hint = absent ?? (near === null ? undefined : `did you mean '${near}'?`);
  throw new ScriptError('PJS402', wording('PJS402', what), 'TypeError', hint);
}
