// assert, assert.sameValue, … : as in test262, with classes told by the host in place of `constructor`.

function isSameValue(a, b) {
  if (a === b) return a !== 0 || 1 / a === 1 / b;
  return a !== a && b !== b;
}

function isPrimitive(value) {
  return !value || (typeof value !== 'object' && typeof value !== 'function');
}

function fail(message, what) {
  throw new Test262Error(message === undefined ? what : describe(message) + ' ' + what);
}

function assert(mustBeTrue, message) {
  if (mustBeTrue !== true) throw new Test262Error(message === undefined ? 'Expected true but got ' + describe(mustBeTrue) : message);
}

assert._isSameValue = isSameValue;
assert._toString = describe;

assert.sameValue = function (actual, expected, message) {
  if (!isSameValue(actual, expected)) fail(message, 'Expected SameValue(«' + describe(actual) + '», «' + describe(expected) + '») to be true');
};

assert.notSameValue = function (actual, unexpected, message) {
  if (isSameValue(actual, unexpected)) fail(message, 'Expected SameValue(«' + describe(actual) + '», «' + describe(unexpected) + '») to be false');
};

assert.throws = function (expected, func, message) {
  if (typeof func !== 'function') throw new Test262Error('assert.throws requires two arguments: the error constructor and a function to run');
  try {
    func();
  } catch (thrown) {
    if (isPrimitive(thrown)) fail(message, 'Thrown value was not an object!');
    if (!isExactly(thrown, expected)) fail(message, 'Expected a ' + nameOf(expected) + ' but got ' + describe(thrown));
    return;
  }
  fail(message, 'Expected a ' + nameOf(expected) + ' to be thrown but no exception was thrown at all');
};

function compareArray(a, b) {
  if (b.length !== a.length) return false;
  for (var i = 0; i < a.length; i++) if (!isSameValue(b[i], a[i])) return false;
  return true;
}

compareArray.format = function (list) {
  var parts = [];
  for (var i = 0; i < list.length; i++) parts.push(describe(list[i]));
  return '[' + parts.join(', ') + ']';
};

assert.compareArray = function (actual, expected, message) {
  if (isPrimitive(actual)) fail(message, "Actual argument shouldn't be primitive.");
  if (isPrimitive(expected)) fail(message, "Expected argument shouldn't be primitive.");
  if (!compareArray(actual, expected)) fail(message, 'Actual ' + compareArray.format(actual) + ' and expected ' + compareArray.format(expected) + ' should have the same contents.');
};

export { assert, compareArray, isSameValue, isPrimitive, fail };

({ assert: assert, compareArray: compareArray, isPrimitive: isPrimitive });
