import { mark, type Site } from '../calls.js';
import type { Expression, Literal, ObjectExpression, Property } from '../../syntax/node.js';
import { toPropertyKey } from '../convert.js';
import { factory } from '../factory.js';
import type { Frame } from '../frame.js';
import { getMember, ownEnumerableKeys } from '../member.js';
import { allocate, allocateFixed, charge, sizes } from '../meter.js';
import { PlainObject } from '../plain-object.js';
import type { Planner } from '../plan.js';
import { Shape } from '../shape.js';
import { costOf, heightOf, planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { byFours, levels } from './by-fours.js';

/** `{ a, 'b': 1, [c]: 2, ...d }` */
export function planObject(node: ObjectExpression, planner: Planner): Planned {
  const properties = node.properties.map((property) =>
    property.type === 'SpreadElement' ? spread(planner, property.argument) : keyed(planner, property),
  );
  const keys = properties.map((property) => property.key);
  const children = properties.flatMap((property) => property.children);
  if (keys.every((key) => key !== null) && keys.length <= Shape.maxKeys && new Set(keys).size === keys.length) {
    const shape = Shape.written(keys);
    if (shape !== null) return planned(planShaped(shape, children.map((child) => child.step), planner), ...children);
  }
  const define = byFours(
    properties.map((property) => property.define),
    (parts) => joined(parts, planner),
  );
  return { step: planner.take(grown)(define), cost: costOf(children), height: heightOf(children, 1 + levels(properties.length)) };
}

const grown = factory([allocate, sizes, PlainObject], (allocate, sizes, PlainObject) => (define: Define): Step => (frame) => {
  allocate(sizes.object);
  const object = new PlainObject();
  define(object, frame);
  return object;
});

/** Adds a property, or several. */
type Define = (object: PlainObject, frame: Frame) => void;

function joined(defines: readonly Define[], planner: Planner): Define {
  const [a, b, c, d] = defines as [Define, Define, Define, Define];
  switch (defines.length) {
    case 2:
      return planner.take(defineTwo)(a, b);
    case 3:
      return planner.take(defineThree)(a, b, c);
    default:
      return planner.take(defineFour)(a, b, c, d);
  }
}

const defineTwo = factory([], () => (a: Define, b: Define): Define => (object, frame) => (a(object, frame), b(object, frame)));
const defineThree = factory([], () => (a: Define, b: Define, c: Define): Define => (object, frame) => (a(object, frame), b(object, frame), c(object, frame)));
const defineFour = factory([], () => (a: Define, b: Define, c: Define, d: Define): Define => (object, frame) => (a(object, frame), b(object, frame), c(object, frame), d(object, frame)));

interface PlannedProperty {
  /** The key, where it is written in source. */
  readonly key: string | null;
  readonly children: readonly Planned[];
  readonly define: Define;
}

function keyed(planner: Planner, property: Property): PlannedProperty {
  if (property.computed) return computed(planner, property);
  const key = property.key.type === 'Identifier' ? property.key.name : toPropertyKey((property.key as Literal).value);
  const value = planner.planNamed(property.value, key);
  return { key, children: [value], define: planner.take(defineWritten)(key, value.step) };
}

const defineWritten = factory([allocate, sizes], (allocate, sizes) => (key: string, value: Step): Define => (object, frame) => {
  allocate(sizes.slot);
  object.setWritten(key, value(frame));
});

function computed(planner: Planner, property: Property): PlannedProperty {
  const key = planner.plan(property.key);
  const value = planner.plan(property.value);
  return { key: null, children: [key, value], define: planner.take(defineComputed)(key.step, value.step, planner.site(property.key)) };
}

const defineComputed = factory(
  [mark, toPropertyKey, allocate, sizes],
  (mark, toPropertyKey, allocate, sizes) =>
    (key: Step, value: Step, site: Site): Define =>
    (object, frame) => {
      const name = key(frame);
      if (typeof name === 'object') mark(site);
      const text = toPropertyKey(name);
      const result = value(frame);
      allocate(sizes.entry + text.length);
      object.setOwn(text, result);
    },
);

function spread(planner: Planner, argument: Expression): PlannedProperty {
  const source = planner.plan(argument);
  return { key: null, children: [source], define: planner.take(defineCopies)(source.step, planner.site(argument)) };
}

const defineCopies = factory([copyProperties], (copyProperties) => (source: Step, site: Site): Define => (object, frame) => copyProperties(object, source(frame), site));

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

function planShaped(shape: Shape, steps: readonly Step[], planner: Planner): Step {
  const bytes = sizes.object + sizes.slot * steps.length;
  const [a, b, c, d, e, f] = steps as [Step, Step, Step, Step, Step, Step];
  switch (steps.length) {
    case 0:
      return planner.take(empty)(bytes);
    case 1:
      return planner.take(one)(shape, bytes, a);
    case 2:
      return planner.take(two)(shape, bytes, a, b);
    case 3:
      return planner.take(three)(shape, bytes, a, b, c);
    case 4:
      return planner.take(four)(shape, bytes, a, b, c, d);
    case 5:
      return planner.take(five)(shape, bytes, a, b, c, d, e);
    case 6:
      return planner.take(six)(shape, bytes, a, b, c, d, e, f);
    default:
      return planner.take(more)(shape, bytes, steps);
  }
}


const empty = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (bytes: number): Step => () => {
  allocate(bytes);
  return new PlainObject();
});
const one = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (shape: Shape, bytes: number, a: Step): Step => (frame) => {
  allocate(bytes);
  return PlainObject.shaped(shape, [a(frame)]);
});
const two = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (shape: Shape, bytes: number, a: Step, b: Step): Step => (frame) => {
  allocate(bytes);
  return PlainObject.shaped(shape, [a(frame), b(frame)]);
});
const three = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (shape: Shape, bytes: number, a: Step, b: Step, c: Step): Step => (frame) => {
  allocate(bytes);
  return PlainObject.shaped(shape, [a(frame), b(frame), c(frame)]);
});
const four = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (shape: Shape, bytes: number, a: Step, b: Step, c: Step, d: Step): Step => (frame) => {
  allocate(bytes);
  return PlainObject.shaped(shape, [a(frame), b(frame), c(frame), d(frame)]);
});
const five = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (shape: Shape, bytes: number, a: Step, b: Step, c: Step, d: Step, e: Step): Step => (frame) => {
  allocate(bytes);
  return PlainObject.shaped(shape, [a(frame), b(frame), c(frame), d(frame), e(frame)]);
});
const six = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (shape: Shape, bytes: number, a: Step, b: Step, c: Step, d: Step, e: Step, f: Step): Step => (frame) => {
  allocate(bytes);
  return PlainObject.shaped(shape, [a(frame), b(frame), c(frame), d(frame), e(frame), f(frame)]);
});
const more = factory([allocateFixed, PlainObject], (allocate, PlainObject) => (shape: Shape, bytes: number, steps: readonly Step[]): Step => (frame) => {
  allocate(bytes);
  const slots: Value[] = [];
  for (const step of steps) slots.push(step(frame));
  return PlainObject.shaped(shape, slots);
});
