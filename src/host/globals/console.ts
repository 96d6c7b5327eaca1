/** `console`: what a script says to whoever runs it. */
import { costing, defineNamespace, variadic } from '../../language/builtins/define.js';
import { payLonger } from '../../language/builtins/cost.js';
import { toText } from '../../language/evaluate/convert.js';
import { charge } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import type { Value } from '../../language/evaluate/value.js';
import { describeForLog } from '../log-text.js';
import { currentTenant } from '../tenant.js';

/** What the host does for a line is worth so many steps. */
const lineCost = 100;

function log(args: readonly Value[]): undefined {
  charge(lineCost);
  let line = '';
  args.forEach((value, i) => {
    const text = value instanceof ScriptObject ? describeForLog(value) : toText(value);
    payLonger(line.length, text.length + 1);
    line += i === 0 ? text : ` ${text}`;
  });
  currentTenant().print(line);
}

export const consoleGlobal = defineNamespace({ name: 'console', since: '0.22', doc: 'The log.' }, [
  ...costing('n', [variadic('log', 0, (_, args) => log(args), 'Logs values, with blanks between them; objects with their JSON.')]),
]);
