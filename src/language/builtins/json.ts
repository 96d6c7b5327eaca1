/** `JSON` (ECMA-262 25.5). */
import type { ApiLevel } from '../../definition/definition.js';
import { ArrayObject } from '../evaluate/array.js';
import type { MemberDefinition } from '../evaluate/class.js';
import { toText } from '../evaluate/convert.js';
import { FunctionObject } from '../evaluate/function.js';
import { deleteMember, getMember, ownEnumerableKeys } from '../evaluate/member.js';
import { charge } from '../evaluate/meter.js';
import { ScriptObject } from '../evaluate/object.js';
import { setMember } from '../evaluate/property.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { ascend, descend } from './cost.js';
import { costing, defineNamespace, type GlobalDefinition, method } from './define.js';
import { parseJson } from './json-parse.js';
import { stringifyJson } from './json-stringify.js';

/** Where nothing can be caught, a client's text must not end a script: malformed ones give undefined. */
function parse(text: Value, reviver: Value, level: ApiLevel): Value {
  if (text === undefined) fail('SyntaxError', 'PJS450', 'the text of JSON.parse', 'a string', 'undefined');
  const value = parseJson(toText(text));
  if (value === undefined && level === '1.5') failMalformed();
  return value !== undefined && reviver instanceof FunctionObject ? revive(reviver, '', value) : value;
}

/** What a malformed text is told by, in level 1.5. */
export function failMalformed(): never {
  fail('SyntaxError', 'PJS463');
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
export function jsonMembers(level: ApiLevel): MemberDefinition[] {
  const malformed = level === '0.22' ? 'gives undefined where it is malformed' : 'throws a SyntaxError where it is malformed';
  return costing('n', [
    method('parse', 2, (_, text, reviver) => parse(text, reviver, level), `Reads a JSON text; ${malformed}.`),
    method('stringify', 3, (_, value, replacer, space) => stringifyJson(value, replacer, space), 'Writes a value as a JSON text.'),
  ]);
}

/** `JSON` of both levels, with these members. */
export function defineJson(membersOf: (level: ApiLevel) => readonly MemberDefinition[]): GlobalDefinition[] {
  return (['0.22', '1.5'] as const).map((level) => defineNamespace({ name: 'JSON', since: '0.22', level, doc: 'Reads and writes JSON.' }, membersOf(level)));
}

export const json = defineJson(jsonMembers);
