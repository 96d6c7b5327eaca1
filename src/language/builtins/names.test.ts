/** The names of the built-ins are those of ECMAScript 2024, but for what is left out here, by decision. */
import { builtins } from './index.js';

const prototypes = 'there are no prototypes';
const attributes = 'properties have no attributes';
const withObject = 'no Pipy has it: `Object` has `assign`, `entries`, `fromEntries`, `keys` and `values`';
const annexB = 'Annex B: for old web pages';
const newer = 'newer than ECMAScript 2024';

/** Name of the class, a dot for what instances have, and the member → why it is not there. */
const leftOut: Readonly<Record<string, string>> = {
  'Object create': prototypes,
  'Object getPrototypeOf': prototypes,
  'Object setPrototypeOf': prototypes,
  'Object.hasOwnProperty': prototypes,
  'Object.isPrototypeOf': prototypes,
  'Object.__proto__': prototypes,
  'Object defineProperties': attributes,
  'Object defineProperty': attributes,
  'Object freeze': attributes,
  'Object getOwnPropertyDescriptor': attributes,
  'Object getOwnPropertyDescriptors': attributes,
  'Object getOwnPropertyNames': attributes,
  'Object isExtensible': attributes,
  'Object isFrozen': attributes,
  'Object isSealed': attributes,
  'Object preventExtensions': attributes,
  'Object seal': attributes,
  'Object.propertyIsEnumerable': attributes,
  'Object.__defineGetter__': attributes,
  'Object.__defineSetter__': attributes,
  'Object.__lookupGetter__': attributes,
  'Object.__lookupSetter__': attributes,
  'Object groupBy': withObject,
  'Object hasOwn': withObject,
  'Object is': withObject,
  'Map groupBy': withObject,
  'Object getOwnPropertySymbols': 'there are no symbols',
  'Object.toLocaleString': 'an object has `toString` and `valueOf` only',
  'Array.length': 'an own property, not a member of the class',
  'Array fromAsync': newer,
  'RegExp.unicodeSets': 'there is no flag `v`',
  'RegExp.compile': annexB,
  'Date.getYear': annexB,
  'Date.setYear': annexB,
  'Date.toGMTString': annexB,
  'Error captureStackTrace': 'of V8',
  'Error prepareStackTrace': 'of V8',
  'Error stackTraceLimit': 'of V8',
  'Promise try': newer,
  'Math f16round': newer,
  'Math sumPrecise': newer,
};

// prettier-ignore
const oldHtml = ['anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup', 'trimLeft', 'trimRight'];
const oldRegExp = /^(input|lastMatch|lastParen|leftContext|rightContext|\$.)$/;

function reasonFor(name: string, sign: string, member: string): string | undefined {
  if (member === 'constructor') return prototypes;
  if (name === 'String' && oldHtml.includes(member)) return annexB;
  if (name === 'RegExp' && sign === ' ' && oldRegExp.test(member)) return annexB;
  return leftOut[`${name}${sign}${member}`];
}

const classes = [Object, Array, String, Number, Boolean, Date, RegExp, Map, Set, Promise, Error];
const namespaces = { Math, JSON };

const compared = [
  ...classes.flatMap((type) => [
    { name: type.name, sign: ' ', names: Object.getOwnPropertyNames(type).filter((name) => !['length', 'name', 'prototype'].includes(name)) },
    { name: type.name, sign: '.', names: Object.getOwnPropertyNames(type.prototype) },
  ]),
  ...Object.entries(namespaces).map(([name, namespace]) => ({ name, sign: ' ', names: Object.getOwnPropertyNames(namespace) })),
];

test.each(compared)('nothing of $name$sign… is missing', ({ name, sign, names }) => {
  const { members, statics } = builtins.find((builtin) => builtin.name === name)!;
  const there = new Set((sign === '.' ? members : statics).map((member) => member.name));
  expect(names.filter((member) => !there.has(member) && reasonFor(name, sign, member) === undefined)).toEqual([]);
});

test('nothing that is left out is there', () => {
  const there = builtins.flatMap(({ name, members, statics }) => [...members.map((member) => `${name}.${member.name}`), ...statics.map((member) => `${name} ${member.name}`)]);
  expect(there.filter((name) => name in leftOut)).toEqual([]);
});
