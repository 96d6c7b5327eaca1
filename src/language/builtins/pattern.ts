/**
 * What the methods of strings need of a regular expression: the one door between the two
 * (ECMA-262 goes through Symbol.match, Symbol.replace … here).
 */
import { OrdinaryObject } from '../evaluate/object.js';
import type { Value } from '../evaluate/value.js';

export abstract class PatternObject extends OrdinaryObject {
  /** Whether it stands for all matches (flag `g`). */
  abstract get global(): boolean;
  abstract match(text: string): Value;
  abstract matchAll(text: string): Value;
  /** `replacement` is a function or a template. */
  abstract replace(text: string, replacement: Value): string;
  /** The index of the first match, or -1. */
  abstract search(text: string): number;
  /** At most `limit` parts. */
  abstract split(text: string, limit: number): Value;
}

/** How a text becomes a pattern; set by `regexp.ts`. */
export const patterns: { make: (source: Value, flags: string) => PatternObject } = {
  make: () => {
    throw new Error('regular expressions are not loaded');
  },
};
