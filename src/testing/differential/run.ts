/** Random programs of a dialect, held against another implementation. */
import type { Dialect } from '../../language/syntax/dialect.js';
import type { Outcome } from './outcome.js';
import { runOwn } from './own.js';
import { print } from './print.js';
import { seedAt } from './random.js';
import { findRows } from './rows.js';
import { shrink } from './shrink.js';
import { generate } from './statements.js';
import { sizeOf, type Tree } from './tree.js';
import { vocabularyOf, type Vocabulary } from './vocabulary.js';

/** The other side; `returns` says that the text returns at its top. */
export type Native = (text: string, dialect: Dialect, returns: boolean) => Outcome;

export interface Difference {
  readonly seed: number;
  readonly dialect: Dialect;
  readonly text: string;
  /** The smallest program found that differs as well. */
  readonly small: string;
  readonly own: Outcome;
  readonly native: Outcome;
}

/** What came of many programs. */
export interface Tally {
  count: number;
  values: number;
  errors: number;
  /** Programs that both refuse, used up a limit, or are left out by the closed list. */
  refused: number;
  limits: number;
  excluded: number;
  /** Programs by size. */
  readonly sizes: Map<number, number>;
  /** Programs by the rows of the construct table and the built-ins that they use. */
  readonly rows: Map<string, number>;
  readonly builtins: Map<string, number>;
  readonly differences: Difference[];
}

export function newTally(): Tally {
  return { count: 0, values: 0, errors: 0, refused: 0, limits: 0, excluded: 0, sizes: new Map(), rows: new Map(), builtins: new Map(), differences: [] };
}

const vocabularies: Readonly<Record<Dialect, Vocabulary>> = { classic: vocabularyOf('0.22'), modern: vocabularyOf('1.5') };

/** Runs the program at `index` of a run on both sides. */
export function runAt(seed: number, index: number, dialect: Dialect, native: Native, tally: Tally): void {
  const programSeed = seedAt(seed, index);
  const { tree, used } = generate(programSeed, dialect, vocabularies[dialect]);
  tally.count++;
  add(tally.sizes, sizeOf(tree));
  const rows = new Set<string>();
  findRows(tree, rows);
  for (const row of rows) add(tally.rows, row);
  for (const name of used) add(tally.builtins, name);
  const verdict = compare(tree, dialect, native);
  switch (verdict.kind) {
    case 'same':
      if (verdict.own.kind === 'value') tally.values++;
      else if (verdict.own.kind === 'error') tally.errors++;
      else tally.refused++;
      return;
    case 'limit':
      tally.limits++;
      return;
    case 'excluded':
      tally.excluded++;
      return;
    case 'different': {
      // A smaller program counts if it differs in the same manner: not one that the closed list tells about.
      const sameManner = (other: Tree): boolean => {
        const found = compare(other, dialect, native);
        return found.kind === 'different' && mannerOf(found.own) === mannerOf(verdict.own) && mannerOf(found.native) === mannerOf(verdict.native);
      };
      const small = shrink(tree, sameManner);
      const { own, native: other } = compare(small, dialect, native);
      tally.differences.push({ seed: programSeed, dialect, text: print(tree, 'own'), small: print(small, 'own'), own, native: other });
    }
  }
}

/** The kind of an outcome, and what was thrown. */
function mannerOf({ kind, text }: Outcome): string {
  return kind === 'error' || kind === 'bug' ? `${kind} ${/^[^(,]*/.exec(text)![0]}` : kind;
}

interface Verdict {
  readonly kind: 'same' | 'different' | 'limit' | 'excluded';
  readonly own: Outcome;
  readonly native: Outcome;
}

const none: Outcome = { kind: 'value', text: '', trace: [] };

export function compare(tree: Tree, dialect: Dialect, native: Native): Verdict {
  const own = runOwn(print(tree, 'own'), dialect);
  // Without limits, V8 might never end.
  if (own.kind === 'limit') return { kind: 'limit', own, native: none };
  const other = native(print(tree, 'native'), dialect, tree['returns'] === true);
  if (own.kind === other.kind && own.kind !== 'bug') {
    if (own.kind === 'refused' || (own.text === other.text && own.trace.join('\n') === other.trace.join('\n'))) return { kind: 'same', own, native: other };
  }
  if (own.kind !== 'bug' && other.kind === 'excluded') return { kind: 'excluded', own, native: other };
  return { kind: 'different', own, native: other };
}

function add<T>(counts: Map<T, number>, what: T): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
