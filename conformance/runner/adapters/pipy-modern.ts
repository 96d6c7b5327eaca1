/**
 * Pipy 1.x as a testee.
 *
 * The text of a case is a module, `/main.js`, that a script of ours imports: so errors keep their places. When it
 * has run without one, it runs a second time with the expression that stands last exported, and the script logs
 * that, a moment later, when the job queue has run dry.
 */
import type { PeerOptions } from '../peer.js';
import type { Answer, Request, Testee } from '../protocol.js';
import { execute, versionOf } from './binary.js';
import { dumpFunction, dumpMark } from './dump-value.js';
import { cutLastExpression } from './last-expression.js';
import { errorOf, lastWords, printedOf, readLog, valueOf, type LogLine } from './pipy-log.js';

const probe = '/conformance.js';
const name = 'conformanceValue';
const ended = `${dumpMark}ended`;

/** The files of the first run: the text as it stands. */
export function plainFiles({ source = '', files = {} }: Request): Record<string, string> {
  return { ...files, '/main.js': source, [probe]: `import './main.js'\nnew Timeout(0.01).wait().then(() => console.log('${ended}'))\n` };
}

/** The files of the second run; null where the text has no expression at its end. */
export function valueFiles({ source = '', files = {} }: Request): Record<string, string> | null {
  const cut = cutLastExpression(source);
  if (cut === null) return null;
  const script = `import { ${name} } from './main.js'\nnew Timeout(0.01).wait().then(() => (${dumpFunction(true)})(${name}))\n`;
  return { ...files, '/main.js': `${cut.before}\nexport var ${name} = (\n${cut.expression}\n)\n`, [probe]: script };
}

/** The answer that the two logs tell; the second is null where there was no second run. */
export function modernAnswer({ source = '' }: Request, plain: readonly LogLine[], valued: readonly LogLine[] | null): Answer {
  const printed = printedOf(plain);
  const error = errorOf(plain, { source, above: 0 });
  if (error !== null) return { ...error, printed };
  const value = valued === null ? null : valueOf(valued);
  if (value !== null) return { ...value, printed };
  return { status: 'unsupported', message: 'the value of a text that does not end with an expression' };
}

/** The binary at `path` as a testee. */
export function pipyModern(path: string, { patience = 10_000 }: PeerOptions): Testee {
  const run = async (files: Readonly<Record<string, string>>): Promise<LogLine[]> => {
    return readLog(await execute({ path, files, main: probe, patience, last: lastWords }));
  };
  return {
    async ask(request) {
      const { op, limits, context } = request;
      if (op === 'hello') return { name: 'pipy', version: await versionOf(path, patience), dialects: ['modern'], ops: ['evaluate'], phases: 'coarse' };
      if (limits !== undefined || context !== undefined) return { status: 'unsupported', message: limits === undefined ? 'a context' : 'limits' };
      const plain = await run(plainFiles(request));
      const files = errorOf(plain, { source: request.source ?? '', above: 0 }) === null ? valueFiles(request) : null;
      return modernAnswer(request, plain, files === null ? null : await run(files));
    },
    close: () => Promise.resolve(),
  };
}
