/** `URLSearchParams`: the parameters in the query of a URL. */
import { payKey } from '../../language/builtins/map.js';
import { defineClass } from '../../language/builtins/define.js';
import { payArray, payComparing, payElements } from '../../language/builtins/cost.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import { toText } from '../../language/evaluate/convert.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { getMember, ownEnumerableKeys } from '../../language/evaluate/member.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import { PlainObject } from '../../language/evaluate/plain-object.js';
import type { Value } from '../../language/evaluate/value.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain } from '../arguments.js';
import { hostOf } from '../peers.js';
import { formatQuery, parseQuery, type Pair } from '../query-string.js';

class SearchParams {
  constructor(public pairs: Pair[]) {}

  getAll(name: string): string[] {
    return this.pairs.filter((pair) => isNamed(pair, name)).map((pair) => pair[1]);
  }

  /** Replaces all values of `name`: they stand where its first one was, or at the end. */
  set(name: string, values: readonly string[]): void {
    payArray(this.pairs.length);
    const others = this.pairs.filter((pair) => !isNamed(pair, name));
    const place = this.pairs.findIndex((pair) => isNamed(pair, name));
    payElements(others.length, values.length);
    allocate(values.length * sizes.array);
    others.splice(place < 0 ? others.length : place, 0, ...values.map((value): Pair => [name, value]));
    this.pairs = others;
  }

  toObject(): PlainObject {
    const object = PlainObject.dictionary();
    allocate(sizes.object);
    for (const [name, value] of this.pairs) {
      payKey(name);
      const before = object.getOwn(name);
      if (before instanceof ArrayObject) {
        payElements(before.elements.length, 1);
        before.elements.push(value);
      } else if (object.hasOwn(name)) {
        payArray(2);
        object.setOwn(name, new ArrayObject([before, value]));
      } else {
        allocate(sizes.entry);
        object.setOwn(name, value);
      }
    }
    return object;
  }
}

function isNamed([given]: Pair, name: string): boolean {
  payComparing(given, name);
  return given === name;
}

const of = (self: Value): SearchParams => (self as HostObject<SearchParams>).host;

const paramName = api('text', 'The name.');

const descriptor = describeApi('URLSearchParams', [
  apiMethod(
    'get',
    { name: paramName },
    (self, { name }) => of(self).getAll(name as string)[0] ?? null,
    'The first value of a name, or null.',
      { cost: 'n' },
  ),
  apiMethod(
    'getAll',
    { name: paramName },
    (self, { name }) => {
      const values = of(self).getAll(name as string);
      payArray(values.length);
      return new ArrayObject(values);
    },
    'All values of a name.',
      { cost: 'n' },
  ),
  apiMethod(
    'set',
    { name: paramName, value: api('any', 'A value, an array of values, or null for none.') },
    (self, { name, value }) => {
      of(self).set(name as string, toValues(value));
      return undefined;
    },
    'Replaces the values of a name.',
      { cost: 'n' },
  ),
  apiMethod('toObject', {}, (self) => of(self).toObject(), 'An object of all names; those that have several values have an array.', { cost: 'n' }),
  apiMethod('toString', {}, (self) => formatQuery(of(self).pairs), 'The query, without `?`.', { cost: 'n' }),
]);

export const urlSearchParams = defineClass({
  name: 'URLSearchParams',
  since: '0.22',
  cost: 'n',
  doc: "Parameters of a URL: `new URLSearchParams('a=1&b=2')`, `new URLSearchParams({ a: 1, b: [2, 3] })`.",
  descriptor,
  construct: ([given]) => searchParams(toPairs(given)),
  hasInstance: (value) => hostOf(value, SearchParams) !== null,
});

export function searchParams(pairs: Pair[]): HostObject {
  allocate(sizes.object + sizes.array);
  return new HostObject(descriptor, new SearchParams(pairs));
}

function toPairs(given: Value): Pair[] {
  if (given === undefined || given === null) return [];
  if (typeof given === 'string') return parseQuery(given);
  if (!(given instanceof ScriptObject)) return complain('PJS502', '1', 'a string or an object');
  return ownEnumerableKeys(given).flatMap((name) => {
    const values = toValues(getMember(given, name));
    charge(1);
    allocate(values.length * (sizes.array + sizes.element));
    return values.map((value): Pair => [name, value]);
  });
}

/** The values that a script gives for one name. */
function toValues(value: Value): string[] {
  if (value === undefined || value === null) return [];
  if (!(value instanceof ArrayObject)) return [toText(value)];
  payArray(value.elements.length);
  return value.elements.map((_, i) => toText(value.at(i)));
}
