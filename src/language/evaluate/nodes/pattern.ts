/** Destructuring (ECMA-262 section 8.6.2 and 13.15.5): a pattern becomes what binds a value. */
import { mark, refuel } from '../activation.js';
import { ArrayObject } from '../array.js';
import { wording } from '../../source/codes.js';
import type { ArrayPattern, AssignmentPattern, AssignmentProperty, Literal, MemberExpression, ObjectPattern, Pattern } from '../../syntax/node.js';
import { toPropertyKey } from '../convert.js';
import { describe } from '../describe.js';
import { listFromIterable } from '../iterate.js';
import { FUEL, tank } from '../meter.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import type { Store } from '../slots.js';
import { heightOf, type Planned } from '../step.js';
import { planStore } from './identifier.js';
import { constant } from './literal.js';
import { readWritten } from './member.js';
import { planTarget } from './target.js';

export interface PlannedPattern {
  readonly bind: Store;
  /** What runs whenever it binds. */
  readonly children: readonly Planned[];
}

export function planPattern(node: Pattern, planner: Planner): PlannedPattern {
  switch (node.type) {
    case 'Identifier':
      return { bind: planStore(node, planner), children: [constant(undefined)] };
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
  return {
    bind: (frame, value) => target.set(target.receiver(frame), target.key(frame), value),
    children: target.children,
  };
}

function planObjectPattern(node: ObjectPattern, planner: Planner): PlannedPattern {
  const site = planner.site(node);
  const properties = node.properties.map((property) => planProperty(property, planner));
  const binds = properties.map((property) => property.bind);
  return {
    bind: (frame, value) => {
      if (value === undefined || value === null) {
        mark(site);
        throw new ScriptError('PJS412', wording('PJS412', describe(value)), 'TypeError');
      }
      for (const bind of binds) bind(frame, value);
    },
    children: [constant(undefined), ...under(2, properties)],
  };
}

/** What runs below a pattern that takes `levels` of the host's stack for itself. */
function under(levels: number, patterns: readonly PlannedPattern[]): Planned[] {
  return patterns.flatMap(({ children }) => children.map(({ step, cost, height }) => ({ step, cost, height: height + levels })));
}

/** Binds one property of the value. */
function planProperty({ key, value }: AssignmentProperty, planner: Planner): PlannedPattern {
  const target = planPattern(value, planner);
  const { bind } = target;
  const name = key.type === 'Identifier' ? key.name : toPropertyKey((key as Literal).value);
  const read = readWritten(name, planner.site(key));
  return { bind: (frame, object) => bind(frame, read(object)), children: target.children };
}

function planArrayPattern(node: ArrayPattern, planner: Planner): PlannedPattern {
  const site = planner.site(node);
  const targets = node.elements.map((element) => planPattern(element, planner));
  const binds = targets.map((target) => target.bind);
  return {
    bind: (frame, value) => {
      mark(site);
      // An array that changes while it is taken apart is read as it is then, like through its iterator.
      const list = value instanceof ArrayObject ? value : new ArrayObject(listFromIterable(value));
      binds.forEach((bind, index) => bind(frame, list.at(index)));
    },
    children: [constant(undefined), ...under(2, targets)],
  };
}

/** `target = value`: the default is evaluated where the value is undefined, and charged then. */
function planDefault(node: AssignmentPattern, planner: Planner): PlannedPattern {
  const target = planPattern(node.left, planner);
  const { bind } = target;
  const name = node.left.type === 'Identifier' ? node.left.name : '';
  const fallback = planner.planNamed(node.right, name);
  const site = planner.site(node);
  const { step, cost } = fallback;
  return {
    bind: (frame, value) => {
      if (value !== undefined) {
        bind(frame, value);
        return;
      }
      if ((tank[FUEL] -= cost) < 0) refuel(site);
      bind(frame, step(frame));
    },
    children: [...under(1, [target]), { step, cost: 0, height: heightOf([fallback]) }],
  };
}
