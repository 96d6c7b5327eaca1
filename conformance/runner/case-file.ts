/**
 * Case files (`*.table.pjs`): sections of expressions, each with what it must give.
 *
 *   //# title   Optional chaining
 *   //# spec    ECMA-262 13.3.9
 *   ({ a: 1 })?.a        //= 1
 *   ({}).a.b             //! evaluate
 *
 * An expression may take several lines; the mark stands on its last one. README.md has the whole format.
 */
import type { Expectation } from './compare.js';
import { readLiteral } from './literal.js';
import type { Limits, Request } from './protocol.js';

export interface Case {
  /** Path of the file, section and expression: stable while the case means the same. */
  readonly id: string;
  readonly file: string;
  /** 1-based line of the mark. */
  readonly line: number;
  readonly spec: string;
  /** The first Pipy that has what the case is about; `pipyjs` where none has. */
  readonly since: string;
  readonly request: Request;
  readonly expected: Expectation;
  /** A canary: the expectation is wrong on purpose, and a runner that is satisfied is broken. */
  readonly canary: boolean;
}

/** Something wrong with a case file. */
export class CaseFileError extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = 'CaseFileError';
  }
}

interface Section {
  title: string;
  spec: string;
  since: string;
  dialect: string;
  context: string | undefined;
  limits: Limits | undefined;
  canary: boolean;
}

const keys = ['title', 'spec', 'since', 'dialect', 'context', 'limits', 'canary'];
const mark = /^\/\/(=~|=|!)\s*(.*?)\s*$/;

/** The cases of a file; `file` is its path below the suite's folder. */
export function readCaseFile(file: string, text: string): Case[] {
  const cases: Case[] = [];
  const seen = new Set<string>();
  let section: Section | null = null;
  let pending = '';
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    const fail = (message: string): never => {
      throw new CaseFileError(file, number, message);
    };
    if (pending === '' && line.trim() === '') continue;
    if (pending === '' && line.startsWith('//#')) {
      section = readKey(line, section, fail);
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
    const expected = readExpectation(match[1], match[2], fail);
    const made = makeCase(file, number, section, source, section.canary ? ` ${match[0]}` : '', expected);
    if (seen.has(made.id)) fail(`the case stands here twice: ${source}`);
    seen.add(made.id);
    cases.push(made);
  }
  if (pending.trim() !== '') throw new CaseFileError(file, text.split('\n').length, 'an expression without a mark');
  return cases;
}

function readKey(line: string, before: Section | null, fail: (message: string) => never): Section {
  const [, key = '', value = ''] = /^\/\/#\s+(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
  if (!keys.includes(key)) fail(`unknown key ${key || line}`);
  if (key === 'title') {
    return { title: value, spec: '', since: '0.22', dialect: 'classic', context: undefined, limits: undefined, canary: false };
  }
  if (before === null) return fail('a section begins with its title');
  switch (key) {
    case 'limits':
      return { ...before, limits: readLimits(value, fail) };
    case 'canary':
      return { ...before, canary: value === 'yes' || fail('canary takes yes') };
    case 'since':
      return ['0.22', '1.5', 'pipyjs'].includes(value) ? { ...before, since: value } : fail('since takes 0.22, 1.5 or pipyjs');
    default:
      return { ...before, [key]: value };
  }
}

/** `fuel=1000 memory=1048576 depth=50 time=100`. */
function readLimits(text: string, fail: (message: string) => never): Limits {
  const limits: Record<string, number> = {};
  for (const part of text.split(/\s+/)) {
    const [, name = '', value = ''] = /^(fuel|memory|depth|time)=(\d+)$/.exec(part) ?? fail(`not a limit: ${part}`);
    limits[name] = Number(value);
  }
  return limits;
}

function readExpectation(kind: string, text: string, fail: (message: string) => never): Expectation {
  if (kind !== '!') {
    try {
      return { kind: 'value', accepted: readLiteral(text), ordered: kind === '=~' };
    } catch (error) {
      return fail((error as Error).message);
    }
  }
  const [, what = '', code = null, , line, column] = /^(\w+)(?:\s+([A-Z][A-Z0-9_]*))?(\s+@(?:(\d+):)?(\d+))?$/.exec(text) ?? fail(`not an expectation: ${text}`);
  if (what === 'limit' || what === 'denied') return { kind: what, code };
  if (!['parse', 'check', 'resolve', 'evaluate', 'load', 'any'].includes(what)) fail(`no such phase: ${what}`);
  const place = column === undefined ? null : Number(column);
  return { kind: 'error', phase: what, code, line: place === null ? null : Number(line ?? 1), column: place };
}

function makeCase(file: string, line: number, section: Section, source: string, suffix: string, expected: Expectation): Case {
  const { title, spec, since, dialect, context, limits, canary } = section;
  const name = file.replace(/\.table\.pjs$/, '');
  return {
    id: `${name}#${slug(title)}#${source.replace(/\s+/g, ' ')}${suffix}`,
    file,
    line,
    spec,
    since,
    request: { op: 'evaluate', dialect, source, ...(context !== undefined && { context }), ...(limits !== undefined && { limits }) },
    expected,
    canary,
  };
}

function slug(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
