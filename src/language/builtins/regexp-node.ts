/** The tree of a regular expression's pattern: data only. */

/** Inclusive ranges of code points, two numbers each, in ascending order without overlaps. */
export type Ranges = readonly number[];

export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'char'; readonly code: number }
  /** `.` */
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly ranges: Ranges; readonly negated: boolean }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  /** `index` is 0 for a group that captures nothing. */
  | { readonly kind: 'group'; readonly body: Node; readonly index: number }
  | { readonly kind: 'repeat'; readonly body: Node; readonly min: number; readonly max: number; readonly greedy: boolean; readonly groups: GroupSpan }
  | { readonly kind: 'look'; readonly body: Node; readonly behind: boolean; readonly negated: boolean; readonly groups: GroupSpan }
  | { readonly kind: 'back'; readonly index: number }
  | { readonly kind: 'edge'; readonly edge: Edge };

export type Edge = 'start' | 'end' | 'word' | 'notWord';

/** Capturing groups from `first` up to, but not including, `end`. */
export interface GroupSpan {
  readonly first: number;
  readonly end: number;
}

export interface Pattern {
  readonly root: Node;
  /** How many groups capture, the whole match not counted. */
  readonly groupCount: number;
  /** How many properties of characters it names. */
  readonly propertyCount: number;
  /** Names of groups, in the order they stand in. */
  readonly names: readonly (readonly [name: string, index: number])[];
}

export interface Flags {
  readonly text: string;
  readonly hasIndices: boolean;
  readonly global: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly unicode: boolean;
  readonly sticky: boolean;
}
