/**
 * Attacks (`attacks/*.attacks.pjs`): what hostile scripts try, and how each attempt must end.
 *
 *   //# id     B01
 *   //# title  Loops without an end
 *   //# must   The turn of a loop costs, not what stands in it: CPU_STEPS
 *   //# peer   for (;;) {}
 *   repeat(() => true)             //! limit CPU_STEPS
 *   //# dialect modern
 *   for (var i = 0; true; i++) {}  //! limit CPU_STEPS
 *
 * Marks are those of tables. README.md in that folder has the keys.
 */
import { CaseFileError, type Fail } from './case.js';
import type { Outcome } from './compare.js';
import { readMark, readOutcomes } from './marks.js';
import { readKeyLine } from './metadata.js';

/** A way of attack, and all attempts at it. */
export interface AttackRow {
  /** A letter and two digits. */
  readonly id: string;
  readonly title: string;
  /** What must happen, in words. */
  readonly must: string;
  /** The capability that has to be there before it can be attacked; null where it is. */
  readonly waits: string | null;
  /** The global whose being there means that the row has to be written; null where none tells. */
  readonly absent: string | null;
  /** Where else the row is carried out: the name of a test, beside those of its attempts. */
  readonly tests: readonly string[];
  /** The attack as plain JavaScript, for engines that have more of it. */
  readonly peers: readonly string[];
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly file: string;
  readonly line: number;
  readonly dialect: 'classic' | 'modern';
  readonly source: string;
  /** Any of these will do. */
  readonly outcomes: readonly Outcome[];
  /** Milliseconds within which it is over. */
  readonly time: number;
  /** Megabytes that it may add to the process. */
  readonly memory: number;
}

interface Draft {
  readonly id: string;
  readonly row: { title: string; must: string; waits: string | null; absent: string | null };
  readonly tests: string[];
  readonly peers: string[];
  readonly attempts: Attempt[];
  dialect: 'classic' | 'modern';
  time: number;
  memory: number;
}

/** What an attempt may take where its row does not say. */
const usual = { time: 300, memory: 160 } as const;

export function readAttacks(file: string, text: string): AttackRow[] {
  const rows: Draft[] = [];
  let pending = '';
  for (const [index, line] of text.split('\n').entries()) {
    const fail: Fail = (message) => {
      throw new CaseFileError(file, index + 1, message);
    };
    if (pending === '' && line.trim() === '') continue;
    const keyLine = pending === '' ? readKeyLine(line) : null;
    if (keyLine !== null) {
      const { key, value } = keyLine;
      if (key === 'id') rows.push(draft(value, rows, fail));
      else set(rows.at(-1) ?? fail('a row begins with its id'), key, value, fail);
      continue;
    }
    if (pending === '' && line.startsWith('//')) continue;
    const match = /^(.*?)\s*\/\/(=|!)(?!.*\/\/[=!])\s*(.*?)\s*$/.exec(line);
    if (match === null) {
      pending += `${line}\n`;
      continue;
    }
    const [, end = '', sign, mark = ''] = match;
    const row = rows.at(-1) ?? fail('an attempt before a row');
    const outcomes = sign === '!' ? [readMark(mark, fail)] : readOutcomes(mark, false, fail);
    const { dialect, time, memory } = row;
    row.attempts.push({ file, line: index + 1, dialect, source: unfold(pending + end), outcomes, time, memory });
    pending = '';
  }
  if (pending.trim() !== '') throw new CaseFileError(file, text.split('\n').length, 'an attempt without a mark');
  return rows.map(({ id, row, tests, peers, attempts }) => ({ id, ...row, tests, peers, attempts }));
}

function draft(id: string, rows: readonly Draft[], fail: Fail): Draft {
  if (!/^[A-G]\d\d$/.test(id)) fail('an id is a letter and two digits');
  if (rows.some((row) => row.id === id)) fail(`${id} stands here twice`);
  return { id, row: { title: '', must: '', waits: null, absent: null }, tests: [], peers: [], attempts: [], dialect: 'classic', ...usual };
}

function set(draft: Draft, key: string, value: string, fail: Fail): void {
  switch (key) {
    case 'title':
    case 'must':
    case 'waits':
    case 'absent':
      draft.row[key] = value;
      return;
    case 'test':
      draft.tests.push(value);
      return;
    case 'peer':
      draft.peers.push(unfold(value));
      return;
    case 'dialect':
      if (value !== 'classic' && value !== 'modern') fail('dialect takes classic or modern');
      draft.dialect = value;
      return;
    case 'time':
    case 'memory':
      draft[key] = Number(value) > 0 ? Number(value) : fail(`${key} takes a number above 0`);
      return;
    default:
      fail(`unknown key ${key}`);
  }
}

/** `«text»*3` is that text three times in a row: for texts too long to be written. */
function unfold(text: string): string {
  return text.replace(/«([^»]*)»\*(\d+)/g, (_, part: string, times: string) => part.repeat(Number(times)));
}
