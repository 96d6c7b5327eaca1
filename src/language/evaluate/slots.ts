/** The steps that read and write variables of frames. */
import { factory, type Factory } from './factory.js';
import { ancestor, getSlot, inline, setSlot, type Frame } from './frame.js';
import type { Planner } from './plan.js';
import type { Step } from './step.js';
import type { Value } from './value.js';

type Read = Factory<() => Step>;

const readHere: readonly Read[] = [
  factory([], () => () => (f) => f.a),
  factory([], () => () => (f) => f.b),
  factory([], () => () => (f) => f.c),
  factory([], () => () => (f) => f.d),
];

const readAbove: readonly Read[] = [
  factory([], () => () => (f) => f.parent!.a),
  factory([], () => () => (f) => f.parent!.b),
  factory([], () => () => (f) => f.parent!.c),
  factory([], () => () => (f) => f.parent!.d),
];

const readTwoAbove: readonly Read[] = [
  factory([], () => () => (f) => f.parent!.parent!.a),
  factory([], () => () => (f) => f.parent!.parent!.b),
  factory([], () => () => (f) => f.parent!.parent!.c),
  factory([], () => () => (f) => f.parent!.parent!.d),
];

const reads = [readHere, readAbove, readTwoAbove];

const readAnywhere = factory([ancestor, getSlot], (ancestor, getSlot) => (hops: number, slot: number): Step => (frame) => getSlot(ancestor(frame, hops), slot));

const readMore = factory([ancestor], (ancestor) => (hops: number, index: number): Step => (frame) => ancestor(frame, hops).more![index]);

/** Reads the variable at `slot` of the frame `hops` parents up. */
export function readSlot(hops: number, slot: number, planner: Planner): Step {
  if (slot >= inline) return planner.take(readMore)(hops, slot - inline);
  if (hops < reads.length) return planner.take(reads[hops][slot])();
  return planner.take(readAnywhere)(hops, slot);
}

/** Writes a variable and gives nothing. */
export type Store = (frame: Frame, value: Value) => void;

type Write = Factory<() => Store>;

const writeHere: readonly Write[] = [
  factory([], () => () => (f, value) => void (f.a = value)),
  factory([], () => () => (f, value) => void (f.b = value)),
  factory([], () => () => (f, value) => void (f.c = value)),
  factory([], () => () => (f, value) => void (f.d = value)),
];

const writeAbove: readonly Write[] = [
  factory([], () => () => (f, value) => void (f.parent!.a = value)),
  factory([], () => () => (f, value) => void (f.parent!.b = value)),
  factory([], () => () => (f, value) => void (f.parent!.c = value)),
  factory([], () => () => (f, value) => void (f.parent!.d = value)),
];

const writes = [writeHere, writeAbove];

const writeAnywhere = factory(
  [ancestor, setSlot],
  (ancestor, setSlot) =>
    (hops: number, slot: number): Store =>
    (frame, value) =>
      setSlot(ancestor(frame, hops), slot, value),
);

export function writeSlot(hops: number, slot: number, planner: Planner): Store {
  if (slot < inline && hops < writes.length) return planner.take(writes[hops][slot])();
  return planner.take(writeAnywhere)(hops, slot);
}
