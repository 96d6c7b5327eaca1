/** `pipyjs check`: everything that is wrong with scripts, without running a proxy. */
import { join } from 'node:path';
import { Option } from 'commander';
import { checkCodebase } from '../../host/check.js';
import { isFatal, type Fault } from '../../host/fault.js';
import { recordOf } from '../../host/fault-record.js';
import { directoryCodebase } from '../../net/files.js';
import type { CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';
import type { Finding } from '../findings/finding.js';
import { reports } from '../findings/index.js';
import { languageOf, languageOptions } from '../options.js';
import { findScript } from '../script-file.js';

export const check: CommandDefinition = {
  name: 'check',
  since: 'pipyjs',
  doc: 'tell everything that is wrong with main scripts and the modules they use',
  usage: '<FILE...>',
  options: [...languageOptions(), new Option('--format <name>', 'how it is told').choices(Object.keys(reports)).default('pretty')],
  notes: 'What a code such as PJS300 means is told by pipyjs explain PJS300.',

  run(args, options, terminal) {
    let failed = false;
    const findings: Finding[] = [];
    for (const name of args) {
      const script = findScript(name);
      if (typeof script === 'string') {
        terminal.err.write(`${script}\n`);
        failed = true;
        continue;
      }
      const faults = checkCodebase(directoryCodebase(script.directory), script.main, languageOf(options));
      findings.push(...faults.map((fault) => findingOf(fault, script.directory)));
    }
    terminal.out.write(reports[options['format'] as string](findings));
    return failed || findings.some(({ fault }) => isFatal(fault)) ? exitCodes.error : exitCodes.fine;
  },
};

function findingOf(fault: Fault, directory: string): Finding {
  const record = recordOf(fault);
  // Files by the names that the system knows them by.
  return { fault, record: record.file === undefined ? record : { ...record, file: join(directory, record.file) } };
}
