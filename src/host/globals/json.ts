/** `JSON`: the language's, and with bytes in place of texts. */
import type { ApiLevel } from '../../definition/definition.js';
import { costing, variadic } from '../../language/builtins/define.js';
import { defineJson, failMalformed, jsonMembers } from '../../language/builtins/json.js';
import { parseJson } from '../../language/builtins/json-parse.js';
import { stringifyJson } from '../../language/builtins/json-stringify.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { SourceFile } from '../../language/source/source-file.js';
import { complain } from '../arguments.js';
import { hostOf } from '../peers.js';
import { currentTenant } from '../tenant.js';
import { dataFromText, dataToValue, textFromData } from './data.js';

/** A body that is missing gives undefined; one that is no text or no JSON as well, where nothing could catch an error. */
function decode(args: readonly Value[], level: ApiLevel): Value {
  if (args.length === 0) complain('PJS501', '1');
  const [value] = args;
  if (value === undefined || value === null) return undefined;
  const data = hostOf(value, Data);
  if (data === null) return complain('PJS502', '1', 'an instance of Data');
  const text = textFromData(data);
  if (text === undefined) return level === '1.5' ? failMalformed() : undefined;
  // A broken configuration file shows where it is used, which may be far from here: while loading, say it here too.
  const decoded = parseJson(text, (offset) => {
    const { line, column } = new SourceFile('', text).position(Math.min(offset, text.length));
    currentTenant().loader?.note('PJS547', String(line), String(column));
  });
  return decoded === undefined && level === '1.5' ? failMalformed() : decoded;
}

function encode(args: readonly Value[]): Value {
  if (args.length === 0) complain('PJS501', '1');
  const text = stringifyJson(args[0], args[1], args[2]);
  return text === undefined ? undefined : dataToValue(dataFromText(text));
}

export const json = defineJson((level) => [
  ...jsonMembers(level),
  ...costing('n', [variadic(
    'decode',
    1,
    (_, args) => decode(args, level),
    `Reads the JSON in a Data; gives undefined where there is none${level === '0.22' ? ' or it is malformed' : ', and throws a SyntaxError where it is malformed'}.`,
  )]),
  ...costing('n', [variadic('encode', 3, (_, args) => encode(args), 'Writes a value as JSON into a Data.')]),
]);
