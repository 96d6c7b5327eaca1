/** `pipyjs testee`: our side of the conformance protocol, on standard input and output. */
import { runTestee } from '../../testing/testee.js';
import type { CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { packageVersion } from '../paths.js';

export const testee: CommandDefinition = {
  name: 'testee',
  since: 'pipyjs',
  doc: 'answer the questions of a conformance runner, a JSON object a line',
  usage: '',
  options: [],

  async run() {
    // Whoever asked has gone: there is nobody to answer.
    process.stdout.on('error', () => process.exit(exitCodes.fine));
    await runTestee(process.stdin, process.stdout, packageVersion);
    return exitCodes.fine;
  },
};
