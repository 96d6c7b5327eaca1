/** `JSON` (ECMA-262 25.5). */
import { ArrayObject } from '../evaluate/array.js';
import { toText } from '../evaluate/convert.js';
import { FunctionObject } from '../evaluate/function.js';
import { deleteMember, getMember, ownEnumerableKeys } from '../evaluate/member.js';
import { charge } from '../evaluate/meter.js';
import { ScriptObject } from '../evaluate/object.js';
import { setMember } from '../evaluate/property.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { ascend, descend } from './cost.js';
import { defineNamespace, method } from './define.js';
import { parseJson } from './json-parse.js';
import { stringifyJson } from './json-stringify.js';

/** In the classic dialect nothing can be caught, and a client's text must not end a script: malformed ones give undefined. */
function parse(text: Value, reviver: Value): Value {
  if (text === undefined) fail('SyntaxError', 'PJS450', 'the text of JSON.parse', 'a string', 'undefined');
  const value = parseJson(toText(text));
  return value !== undefined && reviver instanceof FunctionObject ? revive(reviver, '', value) : value;
}

/** Gives the reviver all values, from the innermost out (ECMA-262 InternalizeJSONProperty). */
function revive(reviver: FunctionObject, name: string, value: Value): Value {
  if (value instanceof ScriptObject) {
    descend();
    const keys = value instanceof ArrayObject ? value.elements.map((_, index) => String(index)) : ownEnumerableKeys(value);
    charge(keys.length);
    for (const key of keys) {
      const revived = revive(reviver, key, getMember(value, key));
      if (revived === undefined) deleteMember(value, key);
      else setMember(value, key, revived);
    }
    ascend();
  }
  return reviver.call(2, name, value, undefined);
}

/** The members that need no bytes; the bridge adds those that do. */
export const jsonMembers = [
  method('parse', 2, (_, text, reviver) => parse(text, reviver), 'Reads a JSON text; gives undefined where it is malformed.'),
  method('stringify', 3, (_, value, replacer, space) => stringifyJson(value, replacer, space), 'Writes a value as a JSON text.'),
];

export const json = defineNamespace({ name: 'JSON', since: '0.22', doc: 'Reads and writes JSON.' }, jsonMembers);
