/**
 * Tables (`*.table.pjs`): sections of expressions, each with what it must give.
 *
 *   //# title   Optional chaining
 *   //# spec    ECMA-262 13.3.9
 *   ({ a: 1 })?.a        //= 1
 *   ({}).a.b             //! evaluate
 *
 * An expression may take several lines; the mark stands on its last one.
 */
import { caseFileName, CaseFileError, type Case, type Fail } from './case.js';
import type { Outcome } from './compare.js';
import { readMark, readOutcomes } from './marks.js';
import { noMetadata, readKeyLine, sinceOf, slug, withKey, type Metadata } from './metadata.js';

const mark = /^\/\/(=~|=|!)\s*(.*?)\s*$/;

export function readTable(file: string, text: string): Case[] {
  const cases: Case[] = [];
  let section: Metadata | null = null;
  let pending = '';
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    const fail: Fail = (message) => {
      throw new CaseFileError(file, number, message);
    };
    if (pending === '' && line.trim() === '') continue;
    const keyLine = pending === '' ? readKeyLine(line) : null;
    if (keyLine !== null) {
      const { key, value } = keyLine;
      if (key !== 'title' && section === null) fail('a section begins with its title');
      section = withKey(key === 'title' ? noMetadata : section!, key, value, fail);
      continue;
    }
    if (pending === '' && line.startsWith('//')) continue;
    const at = Math.max(line.lastIndexOf('//='), line.lastIndexOf('//!'));
    const match = at < 0 ? null : mark.exec(line.slice(at));
    if (match === null) {
      pending += `${line}\n`;
      continue;
    }
    if (section === null || section.spec === '') return fail('a case before a title and a spec');
    const source = pending + line.slice(0, at).trimEnd();
    pending = '';
    const outcomes = match[1] === '!' ? [readMark(match[2], fail)] : readOutcomes(match[2], match[1] === '=~', fail);
    cases.push(makeCase(file, number, section, source, section.canary ? ` ${match[0]}` : '', outcomes));
  }
  if (pending.trim() !== '') throw new CaseFileError(file, text.split('\n').length, 'an expression without a mark');
  return cases;
}

function makeCase(file: string, line: number, section: Metadata, source: string, suffix: string, outcomes: readonly Outcome[]): Case {
  const { title, spec, dialect, context, limits, canary } = section;
  return {
    id: `${file.replace(caseFileName, '')}#${slug(title)}#${source.replace(/\s+/g, ' ')}${suffix}`,
    file,
    line,
    spec,
    since: sinceOf(section),
    request: { op: 'evaluate', dialect, source, ...(context !== undefined && { context }), ...(limits !== undefined && { limits }) },
    expected: { outcomes, printed: null },
    canary,
  };
}
