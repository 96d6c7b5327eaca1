/** The command line: made from the list of commands. `pipyjs FILE` is `pipyjs run FILE`. */
import { Command, CommanderError } from 'commander';
import { UsageError, type CommandDefinition, type Terminal } from './command.js';
import { commandsFor } from './commands/index.js';
import { exitCodes } from './exit-code.js';
import { packageVersion } from './paths.js';
import { separateFlags } from './policy-options.js';

/** The original's own spellings. */
const spellings = new Map([
  ['-help', '--help'],
  ['-version', '--version'],
]);

/** Runs a command line (without `node` and the script); gives the exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.fine;
  const program = new Command('pipyjs')
    .description('Pipy, the programmable network proxy, for scripts you do not trust')
    .usage('FILE [options]\n       pipyjs COMMAND [options]')
    .version(`pipyjs ${packageVersion} (Node ${process.version}, ${process.platform} ${process.arch})`, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .option('--list-filters', 'print the names of all filters')
    .option('--help-filters', 'print all filters with what they take')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out.write(text), writeErr: (text) => terminal.err.write(text) })
    .addHelpText('after', helpNotes);
  for (const definition of await commandsFor(args[0])) {
    program.addCommand(
      build(definition, async (operands, options) => {
        const { listFilters, helpFilters } = program.opts<{ listFilters?: boolean; helpFilters?: boolean }>();
        if (listFilters === true || helpFilters === true) {
          const { filterHelp, filterNames } = await import('../host/filter-reference.js');
          terminal.out.write(`${(listFilters === true ? filterNames() : filterHelp()).join('\n')}\n`);
        } else exitCode = await definition.run(operands, options, terminal);
      }).copyInheritedSettings(program),
      { isDefault: definition.name === 'run' },
    );
  }
  try {
    await program.parseAsync(separateFlags(args.map((arg) => spellings.get(arg) ?? arg)), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
    if (!(error instanceof UsageError)) throw error;
    terminal.err.write(error.message === '' ? program.helpInformation() + helpNotes : `error: ${error.message}\n`);
    return exitCodes.usage;
  }
}

function build(
  { name, usage, doc, options, notes }: CommandDefinition,
  run: (operands: string[], options: Record<string, unknown>) => Promise<void>,
): Command {
  const command = new Command(name).description(doc).helpOption('-h, --help', 'print this help');
  for (const argument of usage.split(' ')) if (argument !== '') command.argument(argument);
  for (const option of options) command.addOption(option);
  if (notes !== undefined) command.addHelpText('after', `\n${notes}`);
  return command.showSuggestionAfterError().action(async () => run(command.args, command.opts()));
}

const helpNotes = `
Exit codes: 0 fine, 1 script error, denial or findings, 2 usage, 3 conformance mismatch, 70 a bug of pipyjs,
124 time budget, 125 any other budget, 128+n stopped by force with signal n.

Without FILE the script named by PIPY_CONFIG_FILE is run. What options FILE takes is told by pipyjs run --help.
`;
