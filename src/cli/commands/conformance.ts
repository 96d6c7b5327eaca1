/** `pipyjs conformance`: the suite, against ourselves or any other implementation. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { canWrite, conduct, testeesOf, withKnown } from '../../../conformance/runner/conduct.js';
import { readKnown } from '../../../conformance/runner/known.js';
import { peer } from '../../../conformance/runner/peer.js';
import { reports } from '../../../conformance/runner/report/index.js';
import { readSuite } from '../../../conformance/runner/suite.js';
import { UsageError, type CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { packageRoot } from '../paths.js';

interface Options {
  readonly peer?: string[];
  readonly pipyClassic?: string[];
  readonly pipyModern?: string[];
  readonly only?: string[];
  readonly known?: string[];
  readonly report: string;
  readonly output?: string;
  readonly patience: string;
  readonly seed?: string;
  readonly dump?: boolean;
}

const suite = join(packageRoot, 'conformance');

export const conformance: CommandDefinition = {
  name: 'conformance',
  since: 'pipyjs',
  doc: 'run the conformance suite',
  usage: '',
  options: [
    new Option('--peer <command...>', 'the implementation: a command that speaks the protocol of `pipyjs testee`; otherwise this one'),
    new Option('--pipy-classic <path...>', 'the implementation: a binary of Pipy 0.22'),
    new Option('--pipy-modern <path...>', 'the implementation: a binary of Pipy 1.x'),
    new Option('--only <text...>', 'only cases whose name contains one of these'),
    new Option('--known <file...>', 'cases that are known to fail: lines of a name, a tab and a reason; the first file is of the first implementation'),
    new Option('--report <name>', 'how the outcome is told').choices(Object.keys(reports)).default('terminal'),
    new Option('--output <file>', 'where the report goes; default: standard output'),
    new Option('--patience <ms>', 'how long an answer may take').default('10000'),
    new Option('--seed <n>', 'cut the bytes of streams where a run did that told this number'),
    new Option('--dump', 'print all cases as JSON, one a line'),
  ],

  async run(_, given, terminal) {
    const options = given as unknown as Options;
    const print = (line: string): void => void terminal.out.write(`${line}\n`);
    if (options.dump === true) {
      for (const item of readSuite(suite)) print(JSON.stringify(item));
      return exitCodes.fine;
    }
    const { only = [], report, output, seed } = options;
    const patience = Number(options.patience);
    if (!(patience > 0)) throw new UsageError(`--patience expects a number of milliseconds, not '${options.patience}'`);
    if (seed !== undefined && !/^\d+$/.test(seed)) throw new UsageError(`--seed expects a whole number, not '${seed}'`);
    if (output !== undefined && !canWrite(output)) throw new UsageError(`cannot write ${output}`);
    const others = testeesOf({ peer: options.peer, adapted: { 'pipy-classic': options.pipyClassic, 'pipy-modern': options.pipyModern } }, patience);
    const known = (options.known ?? (others.length === 0 ? ownKnown() : [])).map((file) => readKnown(readFile(file)));
    const testees = others.length > 0 ? others : [peer(`"${process.execPath}" "${process.argv[1]}" testee`, { patience, stderr: 'inherit' })];
    const failed = await conduct({ cases: suite, contestants: withKnown(testees, known), only, report, output, print, seed: seed === undefined ? undefined : Number(seed) });
    return failed > 0 ? exitCodes.mismatch : exitCodes.fine;
  },
};

/** Our own list of known failures, while there are any. */
function ownKnown(): string[] {
  const file = join(suite, 'known', 'pipyjs.txt');
  return existsSync(file) ? [file] : [];
}

function readFile(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch {
    throw new UsageError(`cannot open ${name}`);
  }
}
