/** Destructuring (ECMA-262 section 8.6.2 and 13.15.5): a pattern becomes what binds a value. */
import { mark, pay, type Site } from '../calls.js';
import { ArrayObject } from '../array.js';
import { wording } from '../../source/codes.js';
import type { ArrayPattern, AssignmentPattern, AssignmentProperty, Literal, MemberExpression, ObjectPattern, Pattern } from '../../syntax/node.js';
import { toPropertyKey } from '../convert.js';
import { describe } from '../describe.js';
import { factory } from '../factory.js';
import { listFromIterable } from '../iterate.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import type { Store } from '../slots.js';
import { heightOf, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { byFours, levels } from './by-fours.js';
import { planStore } from './identifier.js';
import { constant } from './literal.js';
import { readWritten } from './member.js';
import { planTarget, type MemberTarget } from './target.js';

export interface PlannedPattern {
  readonly bind: Store;
  /** What runs whenever it binds. */
  readonly children: readonly Planned[];
}

export function planPattern(node: Pattern, planner: Planner): PlannedPattern {
  switch (node.type) {
    case 'Identifier':
      return { bind: planStore(node, planner), children: [constant(undefined, planner)] };
    case 'MemberExpression':
      return planMemberTarget(node, planner);
    case 'ObjectPattern':
      return planObjectPattern(node, planner);
    case 'ArrayPattern':
      return planArrayPattern(node, planner);
    case 'AssignmentPattern':
      return planDefault(node, planner);
  }
}

function planMemberTarget(node: MemberExpression, planner: Planner): PlannedPattern {
  const target = planTarget(node, planner);
  return { bind: planner.take(bindMember)(target.receiver, target.key, target.set), children: target.children };
}

const bindMember = factory([], () => (receiver: Step, key: Step | null, set: MemberTarget['set']): Store => (frame, value) => set(receiver(frame), key === null ? undefined : key(frame), value));

function planObjectPattern(node: ObjectPattern, planner: Planner): PlannedPattern {
  const properties = node.properties.map((property) => planProperty(property, planner));
  const parts = properties.map(({ bind }) => bind);
  const bind = parts.length === 0 ? planner.take(bindNothing)() : byFours(parts, (some) => joined(some, planner));
  return {
    bind: planner.take(bindObject)(bind, planner.site(node)),
    children: [constant(undefined, planner), ...under(2 + levels(parts.length), properties)],
  };
}

const bindNothing = factory([], () => (): Store => () => {});

const bindObject = factory([nothingToTakeApart], (nothingToTakeApart) => (bind: Store, site: Site): Store => (frame, value) => {
  if (value === undefined || value === null) nothingToTakeApart(value, site);
  bind(frame, value);
});

function nothingToTakeApart(value: Value, site: Site): never {
  mark(site);
  throw new ScriptError('PJS412', wording('PJS412', describe(value)), 'TypeError');
}

function joined(binds: readonly Store[], planner: Planner): Store {
  const [a, b, c, d] = binds as [Store, Store, Store, Store];
  switch (binds.length) {
    case 2:
      return planner.take(bindTwo)(a, b);
    case 3:
      return planner.take(bindThree)(a, b, c);
    default:
      return planner.take(bindFour)(a, b, c, d);
  }
}

const bindTwo = factory([], () => (a: Store, b: Store): Store => (frame, value) => (a(frame, value), b(frame, value)));
const bindThree = factory([], () => (a: Store, b: Store, c: Store): Store => (frame, value) => (a(frame, value), b(frame, value), c(frame, value)));
const bindFour = factory([], () => (a: Store, b: Store, c: Store, d: Store): Store => (frame, value) => (a(frame, value), b(frame, value), c(frame, value), d(frame, value)));

/** What runs below a pattern that takes `levels` of the host's stack for itself. */
function under(levels: number, patterns: readonly PlannedPattern[]): Planned[] {
  return patterns.flatMap(({ children }) => children.map(({ step, cost, height }) => ({ step, cost, height: height + levels })));
}

/** Binds one property of the value. */
function planProperty({ key, value }: AssignmentProperty, planner: Planner): PlannedPattern {
  const target = planPattern(value, planner);
  const name = key.type === 'Identifier' ? key.name : toPropertyKey((key as Literal).value);
  return { bind: planner.take(bindProperty)(target.bind, readWritten(name, planner, planner.site(key))), children: target.children };
}

const bindProperty = factory([], () => (bind: Store, read: (value: Value) => Value): Store => (frame, object) => bind(frame, read(object)));

function planArrayPattern(node: ArrayPattern, planner: Planner): PlannedPattern {
  const targets = node.elements.map((element) => planPattern(element, planner));
  const parts = targets.map(({ bind }, index) => planner.take(bindElement)(bind, index));
  const bind = parts.length === 0 ? planner.take(bindNothing)() : byFours(parts, (some) => joined(some, planner));
  return {
    bind: planner.take(bindArray)(bind, planner.site(node)),
    children: [constant(undefined, planner), ...under(2 + levels(parts.length), targets)],
  };
}

/** An array that changes while it is taken apart is read as it is then, like through its iterator. */
const bindArray = factory(
  [mark, ArrayObject, listFromIterable],
  (mark, ArrayObject, listFromIterable) =>
    (bind: Store, site: Site): Store =>
    (frame, value) => {
      mark(site);
      bind(frame, value instanceof ArrayObject ? value : new ArrayObject(listFromIterable(value)));
    },
);

const bindElement = factory([], () => (bind: Store, index: number): Store => (frame, list) => bind(frame, (list as ArrayObject).at(index)));

/** `target = value`: the default is evaluated where the value is undefined, and charged then. */
function planDefault(node: AssignmentPattern, planner: Planner): PlannedPattern {
  const target = planPattern(node.left, planner);
  const fallback = planner.planNamed(node.right, node.left.type === 'Identifier' ? node.left.name : '');
  const { step, cost } = fallback;
  return {
    bind: planner.take(bindDefault)(target.bind, step, cost, planner.site(node)),
    children: [...under(1, [target]), { step, cost: 0, height: heightOf([fallback]) }],
  };
}

const bindDefault = factory([pay], (pay) => (bind: Store, fallback: Step, cost: number, site: Site): Store => (frame, value) => {
  if (value !== undefined) {
    bind(frame, value);
    return;
  }
  pay(cost, site);
  bind(frame, fallback(frame));
});
