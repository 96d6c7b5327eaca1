/** `pipyjs conformance`: the suite, against ourselves or any other implementation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { readKnown } from '../../../conformance/runner/command-line.js';
import { peer } from '../../../conformance/runner/peer.js';
import { runSuite } from '../../../conformance/runner/suite.js';
import { UsageError, type CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { packageRoot } from '../paths.js';

interface Options {
  readonly peer?: string;
  readonly only?: string[];
  readonly known?: string;
  readonly patience: string;
}

export const conformance: CommandDefinition = {
  name: 'conformance',
  since: 'pipyjs',
  doc: 'run the conformance suite',
  usage: '',
  options: [
    new Option('--peer <command>', 'the implementation: a command that speaks the protocol of `pipyjs testee`; otherwise this one'),
    new Option('--only <text...>', 'only cases whose name contains one of these'),
    new Option('--known <file>', 'cases that are known to fail: lines of a name, a tab and a reason'),
    new Option('--patience <ms>', 'how long an answer may take').default('10000'),
  ],

  async run(_, given, terminal) {
    const options = given as unknown as Options;
    const patience = Number(options.patience);
    if (!(patience > 0)) throw new UsageError(`--patience expects a number of milliseconds, not '${options.patience}'`);
    const testee = peer(options.peer ?? `"${process.execPath}" "${process.argv[1]}" testee`, { patience, stderr: 'inherit' });
    try {
      const { failed } = await runSuite({
        directory: join(packageRoot, 'conformance'),
        testee,
        only: options.only ?? [],
        known: options.known === undefined ? new Map() : readKnown(readFile(options.known)),
        print: (line) => terminal.out.write(`${line}\n`),
      });
      return failed > 0 ? exitCodes.mismatch : exitCodes.fine;
    } finally {
      await testee.close();
    }
  },
};

function readFile(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch {
    throw new UsageError(`cannot open ${name}`);
  }
}
