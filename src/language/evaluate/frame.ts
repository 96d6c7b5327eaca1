/**
 * Frames: the variables of calls.
 *
 * A call has at most two: one for variables that no inner function uses, and as its parent one that
 * inner functions keep alive. The first four variables are fields; the rest, where there are more, lie
 * in a list. Which variable lies where was decided when the program was resolved. A frame is a literal wherever one is made, which
 * costs V8 less than a class does.
 */
import type { Value } from './value.js';

export interface Frame {
  readonly parent: Frame | null;
  a: Value;
  b: Value;
  c: Value;
  d: Value;
  more: Value[] | null;
}

/** How many variables are fields. */
export const inline = 4;

/** A frame of `slots` variables, all undefined. */
export function newFrame(parent: Frame | null, slots: number): Frame {
  const more = slots > inline ? new Array<Value>(slots - inline).fill(undefined) : null;
  return { parent, a: undefined, b: undefined, c: undefined, d: undefined, more };
}

export function ancestor(frame: Frame, hops: number): Frame {
  let at = frame;
  for (let i = hops; i > 0; i--) at = at.parent!;
  return at;
}

export function getSlot(frame: Frame, slot: number): Value {
  switch (slot) {
    case 0:
      return frame.a;
    case 1:
      return frame.b;
    case 2:
      return frame.c;
    case 3:
      return frame.d;
    default:
      return frame.more![slot - inline];
  }
}

export function setSlot(frame: Frame, slot: number, value: Value): void {
  switch (slot) {
    case 0:
      frame.a = value;
      break;
    case 1:
      frame.b = value;
      break;
    case 2:
      frame.c = value;
      break;
    case 3:
      frame.d = value;
      break;
    default:
      frame.more![slot - inline] = value;
  }
}
