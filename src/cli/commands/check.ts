/** `pipyjs check`: everything that is wrong with scripts, without running a proxy. */
import { join } from 'node:path';
import { Option } from 'commander';
import { isFatal, type Fault } from '../../host/fault.js';
import { recordOf } from '../../host/fault-record.js';
import { directoryCodebase } from '../../net/files.js';
import type { CommandDefinition, Terminal } from '../command.js';
import { exitCodes } from '../exit-code.js';
import type { Finding } from '../findings/finding.js';
import { reports } from '../findings/index.js';
import { checkWithFixes, mendCodebase } from '../findings/mended.js';
import { pathFromHere } from '../findings/place.js';
import type { LanguageChoice } from '../../host/language-choice.js';
import type { Policy } from '../../host/policy/policy.js';
import { languageOf, languageOptions } from '../options.js';
import { policyOf, policyOptions } from '../policy-options.js';
import { replaceFile } from '../replace-file.js';
import { findScript, type ScriptFile } from '../script-file.js';

export const check: CommandDefinition = {
  name: 'check',
  since: 'pipyjs',
  doc: 'tell everything that is wrong with main scripts and the modules they use',
  usage: '<FILE...>',
  options: [
    ...languageOptions(),
    new Option('--format <name>', 'how it is told').choices(Object.keys(reports)).default('pretty'),
    new Option('--fix', 'mend in the files what can be mended with certainty, and tell the rest'),
    ...policyOptions(),
  ],
  notes: 'What a code such as PJS300 means is told by pipyjs explain PJS300.',

  async run(args, options, terminal) {
    const policy = await policyOf(options);
    let failed = false;
    const findings: Finding[] = [];
    for (const name of args) {
      const script = findScript(name);
      if (typeof script === 'string') {
        terminal.err.write(`${script}\n`);
        failed = true;
        continue;
      }
      const language = languageOf(options);
      const faults = options['fix'] === true ? fix(script, language, policy, terminal) : checkWithFixes(directoryCodebase(script.directory), script.main, language, policy);
      findings.push(...faults.map((fault) => findingOf(fault, script.directory)));
    }
    terminal.out.write(reports[options['format'] as string](findings));
    return failed || findings.some(({ fault }) => isFatal(fault)) ? exitCodes.error : exitCodes.fine;
  },
};

/** Mends files, and tells on standard error what was mended; gives what remains. */
function fix({ directory, main }: ScriptFile, language: LanguageChoice, policy: Policy | null, terminal: Terminal): readonly Fault[] {
  const { texts, fixed, faults } = mendCodebase(directoryCodebase(directory), main, language, policy);
  for (const [path, text] of texts) replaceFile(join(directory, path), text);
  for (const { code, source, span, fix: mended } of fixed) {
    const { line, column } = source.position(span.start);
    terminal.err.write(`fixed ${code} at ${pathFromHere(join(directory, source.name))}:${line}:${column}: ${mended!.title}\n`);
  }
  return faults;
}

function findingOf(fault: Fault, directory: string): Finding {
  const record = recordOf(fault);
  // Files by the names that the system knows them by.
  return { fault, record: record.file === undefined ? record : { ...record, file: join(directory, record.file) } };
}
