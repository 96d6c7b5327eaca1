/**
 * The parameter vocabulary: what a filter, a builder method or an API function accepts, as data.
 *
 * One table of `Parameter`s gives the check of the arguments with all its wording, the reference
 * row, and the TypeScript type that the implementation receives (`Arguments<typeof parameters>`).
 * The bridge (`host/arguments.ts`) is the only reader that turns script values into these types.
 *
 * Matching: arguments are taken from left to right. An optional parameter whose argument does not
 * fit is passed over when a later parameter accepts it, so `handleMessage('256k', fn)` and
 * `handleMessage(fn)` are one table. `undefined` and `null` count as "not given".
 */

/** What a script function or a plain value must turn into before a filter sees it. */
export type Shape =
  | 'any' // an opaque script value: compared by identity or value, never looked into
  | 'boolean' // the truthiness of whatever is given
  | 'number'
  | 'text'
  | 'size' // bytes: a number, or text such as '256k' (1024-based k, m, g, t)
  | 'seconds' // a number, or text such as '5s' '1m' '2h' '1d'
  | 'message' // a Message
  | 'events' // an Event, a Message, an array of those, or nothing
  | 'data' // a Data
  | 'object' // any object, handed over as an opaque script value
  | 'list' // an array, handed over as a list of opaque script values
  | 'void'; // whatever it is, it is thrown away

export type ParameterType =
  | { readonly kind: Shape }
  | { readonly kind: 'pipeline' } // the name of a sub-pipeline; '' is "no pipeline"
  | { readonly kind: 'module' } // the path of a module
  | { readonly kind: 'modules' } // one path, or an array of them
  // (pipeline, condition?)…, or (condition, pipeline)… and a last pipeline: all arguments that are left.
  | { readonly kind: 'routes'; readonly first: 'pipeline' | 'condition' }
  | { readonly kind: 'callback'; readonly returns: Shape }
  | { readonly kind: 'dynamic'; readonly of: Shape } // a plain value, or a function that returns one
  | { readonly kind: 'choice'; readonly of: readonly (string | number)[] }
  | { readonly kind: 'options'; readonly fields: Readonly<Record<string, Parameter<unknown>>> };

export interface Parameter<T> {
  readonly type: ParameterType;
  readonly optional: boolean;
  /** What the implementation receives when the argument is not given. */
  readonly fallback: T | undefined;
  readonly doc: string;
  /** The complaint in the words of the original, where it has its own; `%` stands for the value. */
  readonly complaint?: string;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** The types that an implementation receives for a table of parameters. */
export type Arguments<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};
