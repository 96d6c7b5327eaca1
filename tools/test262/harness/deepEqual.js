// assert.deepEqual: of arrays, maps, sets, dates, errors, and objects with properties of their own.
import { assert, isSameValue, isPrimitive } from './assert.js';

function equal(a, b, seen) {
  if (isSameValue(a, b) || a === b) return true;
  if (isPrimitive(a) || isPrimitive(b) || typeof a === 'function' || typeof b === 'function') return false;
  if (seen.some(function (pair) { return pair[0] === a && pair[1] === b; })) return true;
  var within = seen.concat([[a, b]]);
  if (Array.isArray(a) !== Array.isArray(b) || a instanceof Map !== b instanceof Map || a instanceof Set !== b instanceof Set) return false;
  if (a instanceof Date || b instanceof Date) return a instanceof Date && b instanceof Date && isSameValue(a.valueOf(), b.valueOf());
  if (a instanceof RegExp || b instanceof RegExp) return a instanceof RegExp && b instanceof RegExp && a.toString() === b.toString();
  if (a instanceof Error || b instanceof Error) return a instanceof Error && b instanceof Error && a.toString() === b.toString();
  if (a instanceof Map || a instanceof Set) return equal(a.entries(), b.entries(), within);
  var keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(function (key) { return key in b && equal(a[key], b[key], within); });
}

assert.deepEqual = function (actual, expected, message) {
  assert(equal(actual, expected, []), 'Expected ' + describe(actual) + ' to be structurally equal to ' + describe(expected) + '. ' + (message || ''));
};

({});
