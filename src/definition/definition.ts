/**
 * The words that every definition shares: filters, built-ins, protocols, globals, balancers, commands.
 *
 * A definition is data plus one plain function. What a user meets (argument checks, builder methods,
 * rows of the reference, typings) derives from the data; nothing is said twice.
 */

/** The two meanings a code base can ask for: Pipy 0.22 (classic) and Pipy 1.5. */
export type ApiLevel = '0.22' | '1.5';

/** Since which Pipy something exists; `pipyjs` marks what only this implementation has. */
export type Since = ApiLevel | 'pipyjs';

/**
 * How what something costs, in fuel and in time, grows: `n` is the size of what it reads and makes (code points, bytes,
 * elements, entries), and `n · m` the product of two such sizes. What functions cost that it calls comes on top.
 */
export type Cost = '1' | 'n' | 'n log n' | 'n · m';

export interface Definition {
  /** The name as its user types it. */
  readonly name: string;
  readonly since: Since;
  /** The only level that has it so, where the two levels differ; absent: both have it. */
  readonly level?: ApiLevel;
  /** Absent: `1`, whatever the sizes. */
  readonly cost?: Cost;
  /** One or two sentences for the reference and for editors. */
  readonly doc: string;
}
