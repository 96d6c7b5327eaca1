/** Whether an answer is what a case expects, and if not, where they part. */
import type { Answer } from './protocol.js';
import { difference, same } from './compare-values.js';
import { differenceOfEvents, showEvents, type StreamEvent } from './events.js';
import { show, type Tagged } from './tagged.js';

/** What a case expects of its answer. */
export interface Expectation {
  /** Any of these will do. */
  readonly outcomes: readonly Outcome[];
  /** The lines that are printed, all of them; null where nobody asks. */
  readonly printed: readonly string[] | null;
}

export type Outcome =
  | { readonly kind: 'value'; readonly value: Tagged; readonly ordered: boolean }
  | {
      readonly kind: 'error';
      /** `load` stands for any phase before the script runs, `any` for any at all. */
      readonly phase: string;
      /** A code such as PJS400; checked where the testee gives codes. */
      readonly code: string | null;
      /** Checked where the testee names files. */
      readonly file: string | null;
      readonly line: number | null;
      readonly column: number | null;
    }
  | { readonly kind: 'limit' | 'denied'; readonly code: string | null }
  /** A code base that loads: what it consists of, at least. */
  | { readonly kind: 'loaded'; readonly value: Tagged; readonly findings: readonly Finding[] }
  /** A code base that does not, and everything that is wrong with it. */
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  | { readonly kind: 'checked'; readonly findings: readonly Finding[] }
  /** What comes out of a pipeline; `flushes`: flushes count as well. */
  | { readonly kind: 'events'; readonly out: readonly StreamEvent[]; readonly flushes: boolean };

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

const beforeRunning = ['parse', 'check', 'resolve'];

/** What is wrong with an answer; null when nothing is. `coarse`: the testee tells no phases before running apart. */
export function judge(expected: Expectation, answer: Answer, coarse: boolean): string | null {
  const verdicts = expected.outcomes.map((outcome) => judgeOutcome(outcome, answer, coarse));
  if (verdicts.includes(null)) return expected.printed === null ? null : judgePrinted(expected.printed, answer['printed']);
  const detail = verdicts.length === 1 ? verdicts[0]! : '';
  return `expected ${showOutcomes(expected.outcomes)}, got ${showAnswer(answer)}${detail === '' ? '' : ` (${detail})`}`;
}

const statuses: Readonly<Record<Outcome['kind'], string>> = {
  value: 'value',
  error: 'error',
  limit: 'limit',
  denied: 'denied',
  loaded: 'value',
  refused: 'error',
  checked: 'checked',
  events: 'events',
};

/** Where an answer and an outcome part, in few words, perhaps none; null where they do not. */
function judgeOutcome(expected: Outcome, answer: Answer, coarse: boolean): string | null {
  if (answer['status'] !== statuses[expected.kind]) return '';
  switch (expected.kind) {
    case 'value':
      return difference(expected.value, answer['value'], expected.ordered, '');
    case 'error':
      return sameError(expected, answer, coarse) ? null : '';
    case 'loaded':
      return differenceOfSummary(expected.value, answer['value']) ?? differenceOfFindings(expected.findings, answer['diagnostics']);
    case 'refused':
    case 'checked':
      return differenceOfFindings(expected.findings, answer['diagnostics']);
    case 'events':
      return differenceOfEvents(expected.out, answer['out'], expected.flushes);
    default:
      return expected.code === null || answer['code'] === expected.code ? null : '';
  }
}

function sameError({ phase, code, file, line, column }: Extract<Outcome, { kind: 'error' }>, answer: Answer, coarse: boolean): boolean {
  const got = answer['phase'];
  const early = typeof got === 'string' && beforeRunning.includes(got);
  const samePhase = phase === 'any' || phase === got || (early && (phase === 'load' || (coarse && beforeRunning.includes(phase))));
  const sameCode = code === null || typeof answer['code'] !== 'string' || answer['code'] === code;
  const sameFile = file === null || typeof answer['file'] !== 'string' || answer['file'] === file;
  return samePhase && sameCode && sameFile && (line === null || answer['line'] === line) && (column === null || answer['column'] === column);
}

function judgePrinted(expected: readonly string[], printed: unknown): string | null {
  const texts = printed === undefined ? [] : printed;
  if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string')) return 'printed is no list of texts';
  const lines = (texts as string[]).flatMap((text) => text.split('\n'));
  return same(lines, expected) ? null : `expected it to print ${JSON.stringify(expected)}, not ${JSON.stringify(lines)}`;
}

/** What is said of a code base is JSON, and may say more than is asked. */
function differenceOfSummary(expected: Tagged, given: unknown): string | null {
  if (expected.t === 'any') return null;
  if (expected.t !== 'object' || typeof given !== 'object' || given === null) return 'the value is of another type';
  for (const [key, value] of expected.v) {
    const found = difference(value, tag((given as Record<string, unknown>)[key]), false, `.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** All that is found, in whatever order. */
function differenceOfFindings(expected: readonly Finding[], given: unknown): string | null {
  const diagnostics = given === undefined ? [] : given;
  if (!Array.isArray(diagnostics)) return 'diagnostics is no list';
  const left = [...(diagnostics as unknown[])];
  for (const finding of expected) {
    const index = left.findIndex((diagnostic) => isFinding(finding, diagnostic));
    if (index < 0) return `nothing is found at ${showFinding(finding)}`;
    left.splice(index, 1);
  }
  return left.length === 0 ? null : `beside that, found ${left.map(showDiagnostic).join(', ')}`;
}

function isFinding({ severity, code, file, line, column }: Finding, given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  const found = given as Answer;
  const sameCode = code === null || typeof found['code'] !== 'string' || found['code'] === code;
  const sameFile = typeof found['file'] !== 'string' || found['file'] === file;
  return found['severity'] === severity && sameCode && sameFile && found['line'] === line && (column === null || found['column'] === column);
}

/** JSON as values are tagged. */
function tag(json: unknown): unknown {
  if (Array.isArray(json)) return { t: 'array', v: json.map(tag) };
  if (typeof json === 'object' && json !== null) return { t: 'object', c: 'Object', v: Object.entries(json).map(([key, value]) => [key, tag(value)]) };
  return json === null || json === undefined ? { t: String(json) } : { t: typeof json, v: String(json) };
}

/** What a case expects, in words. */
export function showOutcomes(outcomes: readonly Outcome[]): string {
  return outcomes.map(showOutcome).join(' | ');
}

function showOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'value':
      return show(outcome.value);
    case 'error': {
      const { phase, code, line, column } = outcome;
      const place = line === null ? '' : ` at ${line}:${column ?? '?'}`;
      return `an error${phase === 'any' ? '' : ` of phase ${phase}`}${code === null ? '' : ` ${code}`}${place}`;
    }
    case 'loaded':
      return `to load as ${show(outcome.value)}${showFindings(outcome.findings)}`;
    case 'refused':
      return `to be refused${showFindings(outcome.findings)}`;
    case 'checked':
      return `to be checked${outcome.findings.length === 0 ? ' without findings' : showFindings(outcome.findings)}`;
    case 'events':
      return `these events:${showEvents(outcome.out)}\n    `;
    default:
      return outcome.code === null ? outcome.kind : `${outcome.kind} ${outcome.code}`;
  }
}

function showFindings(findings: readonly Finding[]): string {
  return findings.length === 0 ? '' : ` with ${findings.map(showFinding).join(', ')}`;
}

function showFinding({ severity, code, file, line, column }: Finding): string {
  return `${file}:${line}:${column ?? '?'} ${severity}${code === null ? '' : ` ${code}`}`;
}

function showDiagnostic(given: unknown): string {
  if (typeof given !== 'object' || given === null) return JSON.stringify(given);
  const { file, line, column, severity, code, message } = given as Answer;
  return `${String(file)}:${String(line)}:${String(column)} ${String(severity)} ${String(code ?? '')} ${String(message)}`;
}

/** An answer in words. */
export function showAnswer(answer: Answer): string {
  const { status, value, phase, code, message, line, column, diagnostics } = answer;
  const found = Array.isArray(diagnostics) ? diagnostics.map((each) => `\n     ${showDiagnostic(each)}`).join('') : '';
  switch (status) {
    case 'value':
      return typeof (value as { t?: unknown } | null)?.t === 'string' ? show(value) : `${JSON.stringify(value)}${found}`;
    case 'error': {
      const place = line === undefined ? '' : ` at ${String(line)}:${String(column)}`;
      return `an error of phase ${String(phase)}${code === undefined ? '' : ` ${String(code)}`}${place}: ${String(message)}${found}`;
    }
    case 'checked':
      return `checked${found === '' ? ' without findings' : found}`;
    case 'events':
      return `these events:${showEvents(answer['out'])}${showLog(answer['logged'])}`;
    case 'limit':
    case 'denied':
      return `${status} ${String(code)}`;
    case 'crash':
    case 'timeout':
      return status;
    default:
      return JSON.stringify(answer);
  }
}

/** What the testee has to say beside the events. */
function showLog(logged: unknown): string {
  return Array.isArray(logged) ? logged.map((line) => `\n     log: ${String(line)}`).join('') : '';
}
