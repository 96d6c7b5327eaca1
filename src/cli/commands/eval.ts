/** `pipyjs eval`: the value of an expression. */
import { evaluate as evaluateText } from '../../host/evaluate-service.js';
import { budgetOf, type Fault } from '../../host/fault.js';
import { ownAccount } from '../../host/own-account.js';
import { heapIsFull } from '../../net/heap.js';
import { inspect } from '../../host/inspect.js';
import { describeFault } from '../../host/report.js';
import { tagValue } from '../../host/values-out.js';
import { UsageError, type CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';
import { languageOf, languageOptions, jsonOption, limitOptions, limitsOf } from '../options.js';
import { readStandardInput } from '../standard-input.js';
import { ownTenant } from '../script-file.js';

export const evaluate: CommandDefinition = {
  name: 'eval',
  since: 'pipyjs',
  doc: 'print the value of an expression, or of what standard input holds (-)',
  usage: '[EXPR]',
  options: [...languageOptions(), ...limitOptions(), jsonOption()],

  async run(args, options, terminal) {
    if (args.length > 1) throw new UsageError('eval takes one expression: quote it');
    const [text] = args;
    if (text === undefined) throw new UsageError('eval needs an expression, or - for standard input; an interactive prompt is not in this release');
    const tenant = ownTenant(process.cwd(), {
      account: ownAccount(limitsOf(options), heapIsFull),
      print: (line) => terminal.out.write(`${line}\n`),
      logError: (line) => terminal.err.write(`${line}\n`),
    });
    const source = text === '-' ? await readStandardInput() : text;
    const show: typeof inspect = options['json'] === true ? (value) => JSON.stringify(tagValue(value)) : inspect;
    const result = evaluateText(tenant, { source, name: 'eval', language: languageOf(options) }, show);
    if (result.kind === 'value') {
      terminal.out.write(`${result.value}\n`);
      return exitCodes.fine;
    }
    const faults: readonly Fault[] = result.kind === 'findings' ? result.findings : [result.error];
    for (const fault of faults) terminal.err.write(`${describeFault(fault).join('\n')}\n`);
    const budget = faults.map(budgetOf).find((found) => found !== null);
    return budget === 'time' ? exitCodes.timeBudget : budget === 'other' ? exitCodes.budget : exitCodes.error;
  },
};
