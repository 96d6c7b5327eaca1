/** `pipyjs eval`: the value of a text, or a prompt for many. */
import { Option } from 'commander';
import { UsageError, type CommandDefinition } from '../command.js';
import { languageOf, languageOptions, jsonOption, limitOptions, limitsOf } from '../options.js';
import { policyDocumentOf, policyOptions } from '../policy-options.js';

export const evaluate: CommandDefinition = {
  name: 'eval',
  since: 'pipyjs',
  doc: 'print the value of an expression or of statements; without one, at a terminal: a prompt',
  usage: '[EXPR]',
  options: [new Option('--file <file>', 'evaluate what a file holds'), ...languageOptions(), ...limitOptions(), jsonOption(), ...policyOptions()],
  notes: `EXPR may be - for standard input, which is also read where there is no EXPR and no terminal.
In several statements the value is that of the last expression. Ctrl+C ends an evaluation with exit code 130.

The prompt: what is declared, assigned to or imported persists; Tab completes; Ctrl+C stops what is running and
leaves the session as it is; .help tells the rest. Its history is in the file named by PIPYJS_HISTORY (empty: none),
else in $XDG_STATE_HOME/pipyjs/history, else in ~/.pipyjs_history.`,

  async run(args, options, terminal) {
    const { file } = options as { file?: string };
    if (args.length > 1) throw new UsageError('eval takes one expression: quote it');
    const [text] = args;
    if (file !== undefined && text !== undefined) throw new UsageError('eval takes an expression or --file, not both');
    if (text === undefined && file === undefined && process.stdin.isTTY && process.stdout.isTTY) {
      const policy = await policyDocumentOf(options);
      // What evaluates is loaded in a thread of its own: the prompt is there at once.
      const { runRepl } = await import('../repl/repl.js');
      return runRepl({ directory: process.cwd(), api: languageOf(options).api, limits: limitsOf(options), policy });
    }
    const { evaluateOnce } = await import('../evaluate-once.js');
    return evaluateOnce(file === undefined ? { text: text ?? '-' } : { file }, options, terminal);
  },
};
