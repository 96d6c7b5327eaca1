/** `pipyjs migrate`: classic scripts in the style of the modern dialect. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { checkText } from '../../host/check.js';
import { describeFault } from '../../host/report.js';
import { sourceFromBytes } from '../../language/source/read-source.js';
import { SourceFile } from '../../language/source/source-file.js';
import type { Diagnostic } from '../../language/source/diagnostic.js';
import { migrate as migrateText } from '../../rewrite/migrate.js';
import { UsageError, type CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { replaceFile } from '../replace-file.js';
import { findScript } from '../script-file.js';

export const migrate: CommandDefinition = {
  name: 'migrate',
  since: 'pipyjs',
  doc: 'rewrite classic scripts in the modern dialect: comma lists become statements, conditions become if',
  usage: '<FILE...>',
  options: [
    new Option('--write', 'write them back to the files'),
    new Option('--check', 'name the files that would change; the exit code is 1 if there are any').conflicts('write'),
  ],
  notes: `Without options the new text of one file is printed. Modules are migrated when they are named. A link with
conditions becomes a branch; all other filters stay as they are.
A main script that is modern is given the globals of Pipy 1.5: run it with --api 0.22 if it needs those it had.`,

  run(args, options, terminal) {
    const { write = false, check = false } = options as { write?: boolean; check?: boolean };
    if (args.length > 1 && !write && !check) throw new UsageError('several files are migrated with --write or --check');
    let exitCode: number = exitCodes.fine;
    for (const name of args) {
      const outcome = readAndMigrate(name);
      if (typeof outcome === 'string') {
        terminal.err.write(`${outcome}\n`);
        exitCode = exitCodes.error;
      } else if (!write && !check) terminal.out.write(outcome.after);
      else if (outcome.after !== outcome.before) {
        if (write) replaceFile(name, outcome.after);
        else exitCode = exitCodes.error;
        terminal.out.write(`${write ? 'migrated' : 'would change'} ${name}\n`);
      }
    }
    return exitCode;
  },
};

/** The texts of a file, or why there is none for the modern dialect. */
function readAndMigrate(name: string): { before: string; after: string } | string {
  const script = findScript(name);
  if (typeof script === 'string') return script;
  const source = sourceFromBytes(script.main, readFileSync(join(script.directory, script.main)));
  if (!(source instanceof SourceFile)) return report([source]);
  const { text, diagnostics } = migrateText(source);
  if (diagnostics.length > 0) return report(diagnostics);
  // Names that mean something else in the modern dialect are for a person to change.
  const faults = checkText(source.name, text, { dialect: 'modern', api: '0.22' });
  const findings = faults.filter((fault): fault is Diagnostic => !(fault instanceof Error) && fault.severity === 'error');
  return findings.length > 0 ? report(findings) : { before: source.text, after: text };
}

function report(findings: readonly Diagnostic[]): string {
  return findings.map((finding) => describeFault(finding).join('\n')).join('\n');
}
