import { mark, type Site } from '../activation.js';
import type { Expression, Literal, ObjectExpression, Property } from '../../syntax/node.js';
import { toPropertyKey } from '../convert.js';
import type { Frame } from '../frame.js';
import { getMember, ownEnumerableKeys } from '../member.js';
import { allocate, charge, sizes } from '../meter.js';
import type { ScriptObject } from '../object.js';
import { PlainObject } from '../plain-object.js';
import type { Planner } from '../plan.js';
import { Shape } from '../shape.js';
import { planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';

/** `{ a, 'b': 1, [c]: 2, ...d }` */
export function planObject(node: ObjectExpression, planner: Planner): Planned {
  const properties = node.properties.map((property) =>
    property.type === 'SpreadElement' ? spread(planner, property.argument) : keyed(planner, property),
  );
  const keys = properties.map((property) => property.key);
  const children = properties.flatMap((property) => property.children);
  if (keys.every((key) => key !== null) && keys.length <= Shape.maxKeys && new Set(keys).size === keys.length) {
    const shape = Shape.written(keys);
    if (shape !== null) return planned(shaped(shape, children.map((child) => child.step)), ...children);
  }
  const defines = properties.map((property) => property.define);
  return planned((frame) => {
    allocate(sizes.object);
    const object = new PlainObject();
    for (const define of defines) define(object, frame);
    return object;
  }, ...children);
}

interface PlannedProperty {
  /** The key, where it is written in source. */
  readonly key: string | null;
  readonly children: readonly Planned[];
  readonly define: (object: PlainObject, frame: Frame) => void;
}

function keyed(planner: Planner, property: Property): PlannedProperty {
  if (property.computed) return computed(planner, property);
  const key = property.key.type === 'Identifier' ? property.key.name : toPropertyKey((property.key as Literal).value);
  const value = planner.planNamed(property.value, key);
  return {
    key,
    children: [value],
    define: (object, frame) => {
      allocate(sizes.slot);
      object.setWritten(key, value.step(frame));
    },
  };
}

function computed(planner: Planner, property: Property): PlannedProperty {
  const key = planner.plan(property.key);
  const value = planner.plan(property.value);
  const site = planner.site(property.key);
  return {
    key: null,
    children: [key, value],
    define: (object, frame) => {
      const name = key.step(frame);
      if (typeof name === 'object') mark(site);
      const text = toPropertyKey(name);
      const result = value.step(frame);
      allocate(sizes.entry + text.length);
      object.setOwn(text, result);
    },
  };
}

function spread(planner: Planner, argument: Expression): PlannedProperty {
  const source = planner.plan(argument);
  const site = planner.site(argument);
  return { key: null, children: [source], define: (object, frame) => copyProperties(object, source.step(frame), site) };
}

/** Copies the own enumerable properties (ECMA-262 CopyDataProperties). */
function copyProperties(target: PlainObject, source: Value, site: Site): void {
  if (source === undefined || source === null) return;
  mark(site);
  if (source instanceof PlainObject && source.table === null && target.shape === Shape.empty) {
    const { length } = source.slots;
    charge(length >> 2);
    allocate(sizes.slot * length);
    target.shape = source.shape;
    target.slots = source.slots.slice();
    return;
  }
  const keys = ownEnumerableKeys(source);
  charge(keys.length);
  allocate(sizes.entry * keys.length);
  for (const key of keys) target.setOwn(key, getMember(source, key));
}

function shaped(shape: Shape, steps: readonly Step[]): Step {
  const bytes = sizes.object + sizes.slot * steps.length;
  const [a, b, c] = steps as [Step, Step, Step];
  switch (steps.length) {
    case 0:
      return (): ScriptObject => (allocate(bytes), new PlainObject());
    case 1:
      return (frame) => (allocate(bytes), PlainObject.shaped(shape, [a(frame)]));
    case 2:
      return (frame) => (allocate(bytes), PlainObject.shaped(shape, [a(frame), b(frame)]));
    case 3:
      return (frame) => (allocate(bytes), PlainObject.shaped(shape, [a(frame), b(frame), c(frame)]));
    default:
      return (frame) => {
        allocate(bytes);
        const slots: Value[] = [];
        for (const step of steps) slots.push(step(frame));
        return PlainObject.shaped(shape, slots);
      };
  }
}
