/** The text that a string method works on. */
import type { Value } from '../evaluate/value.js';
import { unbox } from './boxed.js';

/** The text of a string or boxed string: methods are only ever read from one. */
export function textOf(self: Value): string {
  return unbox(self) as string;
}
