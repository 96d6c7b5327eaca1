/** One whole session: every implementation is asked, and a report tells of all of them. */
import { writeFileSync } from 'node:fs';
import { adapters } from './adapters/index.js';
import { peer } from './peer.js';
import type { Testee } from './protocol.js';
import { reports } from './report/index.js';
import type { Report } from './report/report.js';
import type { Run } from './run.js';
import { readSuite, runSuite } from './suite.js';

export interface Contestant {
  readonly testee: Testee;
  /** The cases that it is known to fail, with reasons. */
  readonly known: ReadonlyMap<string, string>;
}

export interface Session {
  /** The folder of the case files. */
  readonly cases: string;
  readonly contestants: readonly Contestant[];
  readonly only: readonly string[];
  /** A name out of `reports`. */
  readonly report: string;
  /** A file for the report; people then read the terminal's. */
  readonly output: string | undefined;
  readonly print: (line: string) => void;
  /** Where bytes are cut at random. */
  readonly seed?: number | undefined;
}

/** Gives the number of failures. All testees are closed. */
export async function conduct({ cases: directory, contestants, only, report: name, output, print, seed }: Session): Promise<number> {
  const lines: string[] = [];
  const report =
    output === undefined ? reports[name](print) : both(reports[name]((line) => lines.push(line)), reports['terminal'](print));
  const cases = readSuite(directory);
  const runs: Run[] = [];
  for (const { testee, known } of contestants) {
    try {
      runs.push(await runSuite({ cases, testee, known, only, report, ...(seed !== undefined && { seed }) }));
    } finally {
      await testee.close();
    }
  }
  report.finished(runs);
  if (output !== undefined) writeFileSync(output, `${lines.join('\n')}\n`);
  return runs.reduce((sum, { failed }) => sum + failed, 0);
}

function both(first: Report, second: Report): Report {
  const all = [first, second];
  return {
    started: (run) => all.forEach((each) => each.started(run)),
    result: (run, result) => all.forEach((each) => each.result(run, result)),
    ended: (run) => all.forEach((each) => each.ended(run)),
    finished: (runs) => all.forEach((each) => each.finished(runs)),
  };
}

/** Whether a report can go to that file; asked before the work, and not after it. */
export function canWrite(file: string): boolean {
  try {
    writeFileSync(file, '');
    return true;
  } catch {
    return false;
  }
}

/** Programs to be asked, as command lines name them. */
export interface Programs {
  /** Commands that speak the protocol. */
  readonly peer?: readonly string[] | undefined;
  /** Paths of binaries, by the name of the adapter that drives them. */
  readonly adapted: Readonly<Record<string, readonly string[] | undefined>>;
}

/** The testees that a command line names; `patience` is in milliseconds. */
export function testeesOf({ peer: commands = [], adapted }: Programs, patience: number): Testee[] {
  const binaries = Object.entries(adapters).flatMap(([name, adapter]) => (adapted[name] ?? []).map((path) => adapter(path, { patience })));
  return [...commands.map((command) => peer(command, { patience, stderr: 'inherit' })), ...binaries];
}

/** Each testee with its list of known failures, if there is one. */
export function withKnown(testees: readonly Testee[], lists: readonly ReadonlyMap<string, string>[]): Contestant[] {
  return testees.map((testee, index) => ({ testee, known: lists[index] ?? new Map<string, string>() }));
}
