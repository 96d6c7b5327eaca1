/** Which language a code base is in: the grammar of its files, and what globals and filters mean in them. */
import type { ApiLevel } from '../definition/definition.js';
import type { Globals } from '../language/evaluate/plan.js';
import type { Dialect, DialectChoice } from '../language/syntax/dialect.js';
import { globalsOf } from './globals/index.js';

export interface LanguageChoice {
  /** `auto`: of each file, classic where it is one classic expression. */
  readonly dialect: DialectChoice;
  /** `auto`: 0.22 where the main script is classic, else 1.5. */
  readonly api: ApiLevel | 'auto';
}

export const automatic: LanguageChoice = { dialect: 'auto', api: 'auto' };

/** The globals of a code base whose main script is in `dialect`. */
export function globalsFor({ api }: LanguageChoice, dialect: Dialect): Globals {
  return globalsOf(api === 'auto' ? (dialect === 'classic' ? '0.22' : '1.5') : api);
}
