/** What Pipy logs, taken apart: pure functions over its lines. */
import type { Answer } from '../protocol.js';
import { dumpMark, readDump } from './dump-value.js';

/** After these words nothing more is waited for: a Pipy that has something to serve runs on. */
export const lastWords = /@@conformance (?:\.|ended)\n|\[pjs\] Error: [^]*Backtrace:[^]*\n.*In .*\n|\[pjs\] (?:Syntax error|Unable to load).*\n/;

export interface LogLine {
  readonly level: string;
  readonly text: string;
}

/** The lines of a log without their heads; what has no head belongs to no message. */
export function readLog(output: string): LogLine[] {
  return output.split('\n').flatMap((line) => {
    const match = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[([A-Z]{3})\] (.*?)\r?$/.exec(line);
    return match === null ? [] : [{ level: match[1], text: match[2] }];
  });
}

/** Where the text of a case stands in what was run. */
export interface Site {
  /** The text; columns that Pipy counts in bytes are turned into code points with it. */
  readonly source: string;
  /** Lines above it in its file. */
  readonly above: number;
}

/** The error that a log tells, as an answer; null where it tells none. */
export function errorOf(log: readonly LogLine[], site: Site): Answer | null {
  const errors = log.filter(({ level }) => level === 'ERR').map(({ text }) => text);
  for (const [index, text] of errors.entries()) {
    const syntax = /^\[pjs\] Syntax error: (.*?) at line (\d+) column (\d+)(?: in (\S+))?$/.exec(text);
    if (syntax !== null) return { status: 'error', phase: 'parse', message: syntax[1], ...fileOf(syntax[4]), ...placeOf(syntax[2], syntax[3], site) };
    const unloadable = /^\[pjs\] Unable to load module '.*?': (.*)$/.exec(text);
    if (unloadable !== null) return { status: 'error', phase: 'parse', message: unloadable[1] };
    const runtime = /^\[pjs\] Error: (.*)$/.exec(text);
    if (runtime !== null) return { status: 'error', phase: 'evaluate', message: runtime[1].trim(), ...backtraceOf(errors.slice(index + 1), site) };
  }
  return null;
}

/** The innermost place of a backtrace; functions of Pipy itself have none. */
function backtraceOf(lines: readonly string[], site: Site): Answer {
  for (const line of lines) {
    const match = /^\s*In .* at line (\d+) column (\d+)(?: in (\S+))?$/.exec(line);
    if (match !== null) return { ...fileOf(match[3]), ...placeOf(match[1], match[2], site) };
    if (!/^\s*In |^\[pjs\] Backtrace:/.test(line)) break;
  }
  return {};
}

function fileOf(file: string | undefined): Answer {
  return file === undefined ? {} : { file };
}

function placeOf(line: string, column: string, { source, above }: Site): Answer {
  const number = Number(line) - above;
  const text = source.split('\n')[number - 1] ?? '';
  const before = Buffer.from(text).subarray(0, Number(column) - 1).toString();
  // Beyond the end of the line there is nothing to count.
  const beyond = Math.max(Number(column) - 1 - Buffer.byteLength(text), 0);
  return { line: number, column: [...before].length + beyond + 1 };
}

/** What the script printed itself. */
export function printedOf(log: readonly LogLine[]): string[] {
  const own = /^\[(?:config|start|listener|admin|shutdown|restart|pjs|worker)\]/;
  const lines = log.filter(({ level, text }) => level === 'INF' && !own.test(text) && !text.startsWith(dumpMark));
  return lines.map(({ text }) => text);
}

/** The value that was dumped, as an answer; null where there is none. */
export function valueOf(log: readonly LogLine[]): Answer | null {
  const value = readDump(log.map(({ text }) => text));
  return value === null ? null : { status: 'value', value };
}
