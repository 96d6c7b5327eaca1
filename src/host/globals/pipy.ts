/** `pipy`: what begins a script, and the process it runs in. */
import { defineClass, describeClass } from '../../language/builtins/define.js';
import { currentSite } from '../../language/evaluate/activation.js';
import { FunctionObject } from '../../language/evaluate/function.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { PlainObject } from '../../language/evaluate/plain-object.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { api, apiMethod, complain } from '../arguments.js';
import { normalizePath } from '../codebase.js';
import { currentTenant } from '../tenant.js';
import { ofNewerPipelines } from '../newer-pipelines.js';
import { dataToValue } from './data.js';

/** `pipy(variables)`, `pipy(() => variables)`: a module with these context variables. */
function configure(args: readonly Value[]): Value {
  const site = currentSite();
  const { loader } = currentTenant();
  if (loader === null) return complain('PJS536');
  return loader.configure(toVariables(args[0]), site);
}

function toVariables(given: Value): PlainObject {
  if (given === undefined || given === null) return PlainObject.dictionary();
  const variables = given instanceof FunctionObject ? given.call(0, undefined, undefined, undefined) : given;
  if (variables instanceof PlainObject) return variables;
  return given instanceof FunctionObject ? complain('PJS543') : complain('PJS502', '1', 'an object or a function');
}

/** A file of the code base; its path begins at the root, however it is written. */
function load(path: string): Value {
  const bytes = currentTenant().codebase.read(normalizePath(path));
  if (bytes === null) return null;
  charge(bytes.length >> 4);
  allocate(sizes.object + bytes.length);
  return dataToValue(new Data(bytes));
}

export const pipy = defineClass({
  name: 'pipy',
  since: '0.22',
  doc: 'Begins a script: `pipy({ name: value })` or `pipy(() => ({ name: value }))` gives the configuration that its calls fill.',
  descriptor: describeClass('pipy', []),
  statics: [
    apiMethod(
      'load',
      { path: api('text', 'The path, from the root of the code base on.') },
      (_, { path }) => load(path as string),
      'The bytes of a file of the code base, or null.',
      { cost: 'n' },
    ),
    apiMethod(
      'restart',
      {},
      () => {
        currentTenant().control.restart();
        return undefined;
      },
      'Loads the code base again.',
    ),
    apiMethod(
      'exit',
      { code: api('number', 'The exit code, otherwise 0.', { optional: true }) },
      (_, { code }) => {
        currentTenant().control.exit(Math.trunc((code as number | undefined) ?? 0) & 255);
        return undefined;
      },
      'Ends the process when what is in progress is done.',
    ),
  ],
  absent: ofNewerPipelines(['exec', 'fork', 'import', 'list', 'listen', 'mount', 'patch', 'read', 'solve', 'unmount', 'watch']),
  call: configure,
  construct: () => complain('PJS403', 'pipy'),
  hasInstance: () => false,
});
