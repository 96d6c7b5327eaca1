/** `JSON`: the language's, and with bytes in place of texts. */
import { defineNamespace, variadic } from '../../language/builtins/define.js';
import { jsonMembers } from '../../language/builtins/json.js';
import { parseJson } from '../../language/builtins/json-parse.js';
import { stringifyJson } from '../../language/builtins/json-stringify.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { SourceFile } from '../../language/source/source-file.js';
import { complain } from '../arguments.js';
import { hostOf } from '../peers.js';
import { currentTenant } from '../tenant.js';
import { dataFromText, dataToValue, textFromData } from './data.js';

/** A body that is missing, is no text or no JSON gives undefined: nothing could catch an error. */
function decode(args: readonly Value[]): Value {
  if (args.length === 0) complain('PJS501', '1');
  const [value] = args;
  if (value === undefined || value === null) return undefined;
  const data = hostOf(value, Data);
  if (data === null) return complain('PJS502', '1', 'an instance of Data');
  const text = textFromData(data);
  if (text === undefined) return undefined;
  // A broken configuration file shows where it is used, which may be far from here: while loading, say it here too.
  return parseJson(text, (offset) => {
    const { line, column } = new SourceFile('', text).position(Math.min(offset, text.length));
    currentTenant().loader?.note('PJS547', String(line), String(column));
  });
}

function encode(args: readonly Value[]): Value {
  if (args.length === 0) complain('PJS501', '1');
  const text = stringifyJson(args[0], args[1], args[2]);
  return text === undefined ? undefined : dataToValue(dataFromText(text));
}

export const json = defineNamespace({ name: 'JSON', since: '0.22', doc: 'Reads and writes JSON.' }, [
  ...jsonMembers,
  variadic('decode', 1, (_, args) => decode(args), 'Reads the JSON in a Data; gives undefined where there is none or it is malformed.'),
  variadic('encode', 3, (_, args) => encode(args), 'Writes a value as JSON into a Data.'),
]);
