/**
 * Case files. The ending of the name says what is asked and how it is written: `.table.pjs` holds
 * expressions, each with its value; `.program.pjs`, `.load.pjs`, `.check.pjs` and `.stream.pjs` hold chunks. README.md
 * has the whole format.
 */
import { caseFileName, CaseFileError, type Case } from './case.js';
import { readChunks } from './chunk-file.js';
import type { Op } from './protocol.js';
import { readTable } from './table-file.js';

const operations: Readonly<Record<string, Op>> = { program: 'evaluate', load: 'load', check: 'check', stream: 'stream' };

/** The cases of a file; `file` is its path below the suite's folder. What has no ending of its own is a table. */
export function readCaseFile(file: string, text: string): Case[] {
  const kind = caseFileName.exec(file)?.[1] ?? 'table';
  const cases = kind === 'table' ? readTable(file, text) : readChunks(file, text, operations[kind]);
  const seen = new Set<string>();
  for (const { id, line } of cases) {
    if (seen.has(id)) throw new CaseFileError(file, line, `the case stands here twice: ${id}`);
    seen.add(id);
  }
  return cases;
}
