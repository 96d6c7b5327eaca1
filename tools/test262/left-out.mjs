/**
 * What ECMA-262 has and PipyJS leaves out on purpose, though no grammar refuses it: members that come from
 * prototypes, property descriptors, iterators. A file that uses one of these needs what there is not, and is refused
 * for it, by name. What is not on this list is run: where it is missing, the file fails.
 */
import { parse } from 'acorn';
import { definitions } from './engine.mjs';
import { analyze, childrenOf } from './scopes.mjs';

const prototypes = 'there are no prototypes (spec/deviations.md, members)';
const descriptors = 'properties have no attributes, and objects no extensibility (spec/deviations.md, members)';
const object = '`Object` has the functions that Pipy has (spec/deviations.md, objects)';
const functions = 'functions have no members but `toString` (spec/deviations.md, members)';
const iterators = 'there are no iterators (spec/deviations.md, Map and Set)';

/** Members of built-in classes themselves. */
export const leftOutStatics = {
  'Object.create': prototypes,
  'Object.getPrototypeOf': prototypes,
  'Object.setPrototypeOf': prototypes,
  'Object.defineProperty': descriptors,
  'Object.defineProperties': descriptors,
  'Object.getOwnPropertyDescriptor': descriptors,
  'Object.getOwnPropertyDescriptors': descriptors,
  'Object.getOwnPropertyNames': descriptors,
  'Object.getOwnPropertySymbols': descriptors,
  'Object.preventExtensions': descriptors,
  'Object.isExtensible': descriptors,
  'Object.seal': descriptors,
  'Object.isSealed': descriptors,
  'Object.freeze': descriptors,
  'Object.isFrozen': descriptors,
  'Object.is': object,
  'Object.hasOwn': object,
  'Object.groupBy': object,
  'Map.groupBy': object,
};

/** Members of any value, unless the file gives its own objects one of that name. */
export const leftOutMembers = {
  prototype: prototypes,
  constructor: prototypes,
  __proto__: prototypes,
  hasOwnProperty: prototypes,
  isPrototypeOf: prototypes,
  propertyIsEnumerable: prototypes,
  __defineGetter__: descriptors,
  __defineSetter__: descriptors,
  __lookupGetter__: descriptors,
  __lookupSetter__: descriptors,
  call: functions,
  apply: functions,
  bind: functions,
  caller: functions,
  next: iterators,
};

/** Features and files of the harness, as test262 names them. */
export const leftOutFeatures = {
  'regexp-v-flag': 'regular expressions have no flag `v` (spec/deviations.md, Not in the language)',
  'compareIterator.js': iterators,
};

const statics = new Map(definitions.map(({ name, statics: members }) => [name, new Set(members.map((member) => member.name))]));

/** Rows that say of something that is there that it is left out. */
export function staleRows() {
  return Object.keys(leftOutStatics).filter((row) => statics.get(row.split('.')[0]).has(row.split('.')[1]));
}

/** What a file uses of that, in the order of the text, each once. */
export function needsOf(text, sourceType, features = []) {
  const absent = features.filter((feature) => Object.hasOwn(leftOutFeatures, feature)).map((feature) => `needs ${feature}`);
  return [...absent, ...needsOfText(text, sourceType)];
}

function needsOfText(text, sourceType) {
  let tree;
  try {
    tree = parse(text, { ecmaVersion: 'latest', sourceType, allowReturnOutsideFunction: true });
  } catch {
    return [];
  }
  const analysis = analyze(tree);
  const nodes = [...analysis.parents.keys()];
  const own = new Set(nodes.flatMap(keysGiven));
  const isBuiltIn = (node) => node.type === 'Identifier' && statics.has(node.name) && (analysis.free.get(node.name) ?? []).some((reference) => reference.node === node);
  const found = new Map();
  for (const node of nodes) {
    const need = needOfMember(node, own, isBuiltIn) ?? needOfFunction(node, analysis, isBuiltIn) ?? needOfClass(node, analysis);
    if (need !== null && !found.has(need)) found.set(need, node.start);
  }
  return [...found].sort((a, b) => a[1] - b[1]).map(([need]) => need);
}

/** The names of properties that a node gives to objects of the file. */
function keysGiven(node) {
  if (node.type === 'Property') return [nameOfKey(node.key, node.computed)];
  if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') return [nameOfKey(node.left.property, node.left.computed)];
  return [];
}

function nameOfKey(key, isComputed) {
  if (key.type === 'Literal') return String(key.value);
  return !isComputed && key.type === 'Identifier' ? key.name : null;
}

function needOfMember(node, own, isBuiltIn) {
  if (node.type !== 'MemberExpression') return null;
  const name = nameOfKey(node.property, node.computed);
  if (name === null) return null;
  if (isBuiltIn(node.object)) {
    const full = `${node.object.name}.${name}`;
    if (Object.hasOwn(leftOutStatics, full) && !statics.get(node.object.name).has(name)) return `needs ${full}`;
    if (Object.hasOwn(leftOutMembers, name)) return `needs .${name}`;
  }
  return Object.hasOwn(leftOutMembers, name) && !own.has(name) ? `needs .${name}` : null;
}

const namespaces = new Set(['Math', 'JSON']);
const functionMembers = new Set(['length', 'name']);

/** `length` and `name` of what is known to be a function: functions have no members but `toString`. */
function needOfFunction(node, analysis, isBuiltIn) {
  if (node.type !== 'MemberExpression' || node.computed || !functionMembers.has(node.property.name)) return null;
  const isFunction = isFunctionValue(node.object, analysis) || isBuiltInFunction(node.object, isBuiltIn);
  return isFunction ? `needs .${node.property.name} of a function` : null;
}

/** `Array`, `Math.max`, `''.includes`. */
function isBuiltInFunction(node, isBuiltIn) {
  if (isBuiltIn(node)) return !namespaces.has(node.name);
  if (node.type !== 'MemberExpression') return false;
  return isBuiltIn(node.object) ? statics.get(node.object.name).has(nameOfKey(node.property, node.computed)) : node.object.type === 'Literal' && node.property.name !== 'length';
}

/** `new` and `instanceof` take no functions of scripts (spec/deviations.md, classes). */
function needOfClass(node, analysis) {
  if (node.type === 'NewExpression' && isFunctionValue(node.callee, analysis)) return 'needs new of a function';
  if (node.type === 'BinaryExpression' && node.operator === 'instanceof' && isFunctionValue(node.right, analysis)) return 'needs instanceof of a function';
  return null;
}

/** A function expression, or a name that only ever stands for one. */
function isFunctionValue(node, analysis) {
  if (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') return true;
  if (node.type !== 'Identifier') return false;
  const scope = analysis.scopes.find((at) => (at.references.get(node.name) ?? []).some((reference) => reference.node === node));
  if (scope === undefined) return false;
  const values = valuesOf(node.name, scope);
  return values.length > 0 && values.every((value) => value !== null && /Function(Declaration|Expression)$/.test(value.type));
}

/** What a scope's name is declared or set to: nodes, or null for what is not known. */
function valuesOf(name, scope) {
  const values = [];
  const stack = [scope.node];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'VariableDeclarator' && node.id.name === name && node.init) values.push(node.init);
    if (node.type === 'FunctionDeclaration' && node.id?.name === name) values.push(node);
    if (node.type === 'FunctionExpression' && node.id?.name === name) values.push(node);
    if (node.type === 'AssignmentExpression' && node.left.name === name) values.push(node.right);
    if (/Function/.test(node.type) && node.params.some((param) => param.name === name)) values.push(null);
    stack.push(...childrenOf(node));
  }
  return values;
}
