/** The steps that read and write variables of frames. */
import { ancestor, getSlot, inline, setSlot, type Frame } from './frame.js';
import type { Step } from './step.js';
import type { Value } from './value.js';

const readHere: readonly Step[] = [(f) => f.a, (f) => f.b, (f) => f.c, (f) => f.d];

const readAbove: readonly Step[] = [(f) => f.parent!.a, (f) => f.parent!.b, (f) => f.parent!.c, (f) => f.parent!.d];

/** Reads the variable at `slot` of the frame `hops` parents up. */
export function readSlot(hops: number, slot: number): Step {
  if (slot < inline && hops === 0) return readHere[slot];
  if (slot < inline && hops === 1) return readAbove[slot];
  return (frame) => getSlot(ancestor(frame, hops), slot);
}

/** Writes a variable and gives nothing. */
export type Store = (frame: Frame, value: Value) => void;

const writeHere: readonly Store[] = [
  (f, value) => void (f.a = value),
  (f, value) => void (f.b = value),
  (f, value) => void (f.c = value),
  (f, value) => void (f.d = value),
];

export function writeSlot(hops: number, slot: number): Store {
  if (slot < inline && hops === 0) return writeHere[slot];
  return (frame, value) => setSlot(ancestor(frame, hops), slot, value);
}
