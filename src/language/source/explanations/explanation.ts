/** What a code means, at more length than its wording: for those who meet it for the first time. */
import type { Code } from '../codes.js';

/** A text that is a file `/main.js`, or several files by their paths. */
export type Example = string | Readonly<Record<string, string>>;

export type Explanation = Explained | WithoutExample;

interface Explained {
  readonly means: string;
  /** The dialect of the examples; modern where none is named. */
  readonly dialect?: 'classic';
  /** It yields the code when it is loaded. */
  readonly wrong: Example;
  /** Nothing is found in it. */
  readonly right: Example;
}

interface WithoutExample {
  readonly means: string;
  /** Why no example is shown. */
  readonly noExample: string;
}

/** The explanations of one group of codes. */
export type Group = Readonly<Partial<Record<Code, Explanation>>>;
