/**
 * Pipy 0.22 as a testee.
 *
 * It has no protocol, and its language no way to catch an error: each case has a process of its own, and most have
 * two. The first runs the text as it stands, so that what is wrong with it is found where it is; the second
 * runs it inside parentheses, behind a function that logs its value.
 */
import type { PeerOptions } from '../peer.js';
import type { Answer, Request, Testee } from '../protocol.js';
import { execute, versionOf } from './binary.js';
import { dumpFunction } from './dump-value.js';
import { errorOf, lastWords, printedOf, readLog, valueOf, type LogLine } from './pipy-log.js';

const probe = '/conformance.js';

/** The script that logs the value of a question's source; its text begins in the second line. */
export function classicScript({ source = '', context }: Request): string {
  const dump = dumpFunction(false);
  if (context === undefined) return `(${dump})((\n${source}\n))`;
  return `pipy(${context.replace(/\s*\n\s*/g, ' ')}).task('').handleMessageStart(() => (${dump})((\n${source}\n)))`;
}

/** The answer that two logs tell: of the text as it stands (null where that was not run), and of the script above. */
export function classicAnswer({ source = '' }: Request, plain: readonly LogLine[] | null, wrapped: readonly LogLine[]): Answer {
  const early = plain === null ? null : errorOf(plain, { source, above: 0 });
  if (early !== null) return { ...early, printed: printedOf(plain!) };
  const printed = printedOf(wrapped);
  const value = valueOf(wrapped);
  if (value !== null) return { ...value, printed };
  const error = errorOf(wrapped, { source, above: 1 });
  // A text that ends its own parentheses: Pipy takes it, but it has no value that could be logged.
  if (error?.['phase'] === 'parse' && plain !== null) return { status: 'unsupported', message: 'the value of a text that is no expression' };
  return error === null ? { status: 'unsupported', message: 'it logged neither a value nor an error' } : { ...error, printed };
}

/** The binary at `path` as a testee. */
export function pipyClassic(path: string, { patience = 10_000 }: PeerOptions): Testee {
  const run = async (files: Readonly<Record<string, string>>, main: string): Promise<LogLine[]> => {
    // A configuration serves until it is stopped; its graph is logged when it is loaded.
    const last = main === probe ? lastWords : new RegExp(`${lastWords.source}|\\[config\\] Module `);
    return readLog(await execute({ path, files, main, patience, last }));
  };
  return {
    async ask(request) {
      const { op, source = '', files = {}, limits, context } = request;
      if (op === 'hello') return { name: 'pipy', version: await versionOf(path, patience), dialects: ['classic'], ops: ['evaluate'], phases: 'coarse' };
      if (limits !== undefined) return { status: 'unsupported', message: 'limits' };
      const plain = context === undefined ? await run({ ...files, '/main.js': source }, '/main.js') : null;
      const failed = plain !== null && errorOf(plain, { source, above: 0 }) !== null;
      return classicAnswer(request, plain, failed ? [] : await run({ ...files, [probe]: classicScript(request) }, probe));
    },
    close: () => Promise.resolve(),
  };
}
