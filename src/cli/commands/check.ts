/** `pipyjs check`: everything that is wrong with scripts, without running a proxy. */
import { Option } from 'commander';
import { checkCodebase } from '../../host/check.js';
import { isFatal } from '../../host/fault.js';
import { recordOf } from '../../host/fault-record.js';
import { describeFault } from '../../host/report.js';
import { directoryCodebase } from '../../net/files.js';
import type { CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { languageOf, languageOptions } from '../options.js';
import { findScript } from '../script-file.js';

export const check: CommandDefinition = {
  name: 'check',
  since: 'pipyjs',
  doc: 'tell everything that is wrong with main scripts and the modules they use',
  usage: '<FILE...>',
  options: [...languageOptions(), new Option('--format <name>', 'how it is told').choices(['pretty', 'json']).default('pretty')],

  run(args, options, terminal) {
    let failed = false;
    const records: unknown[] = [];
    for (const name of args) {
      const script = findScript(name);
      if (typeof script === 'string') {
        terminal.err.write(`${script}\n`);
        failed = true;
        continue;
      }
      for (const fault of checkCodebase(directoryCodebase(script.directory), script.main, languageOf(options))) {
        failed ||= isFatal(fault);
        if (options['format'] === 'json') records.push(withFile(recordOf(fault), script.directory));
        else terminal.out.write(`${describeFault(fault).join('\n')}\n`);
      }
    }
    if (options['format'] === 'json') terminal.out.write(`${JSON.stringify(records, null, 2)}\n`);
    return failed ? exitCodes.error : exitCodes.fine;
  },
};

/** Files by the names that the system knows them by. */
function withFile(record: ReturnType<typeof recordOf>, directory: string): ReturnType<typeof recordOf> {
  return record.file === undefined ? record : { ...record, file: `${directory}${record.file}` };
}
