// asyncTest, assert.throwsAsync
import { assert } from './assert.js';
import { done } from './doneprintHandle.js';

function asyncTest(test) {
  if (typeof test !== 'function') {
    done(new Test262Error('asyncTest called with non-function argument'));
    return;
  }
  try {
    test().then(function () { done(); }, function (error) { done(error); });
  } catch (error) {
    done(error);
  }
}

assert.throwsAsync = function (expected, func, message) {
  return new Promise(function (resolve) {
    var expectation = (message === undefined ? '' : message + ' ') + 'Expected a ' + nameOf(expected) + ' to be thrown asynchronously but ';
    function fail(detail) {
      throw new Test262Error(expectation + detail);
    }
    if (typeof expected !== 'function') fail('that is no class');
    if (typeof func !== 'function') fail('there is no function to call');
    var result;
    try {
      result = func();
    } catch (thrown) {
      fail('the function threw synchronously');
    }
    if (result === null || typeof result !== 'object' || typeof result.then !== 'function') fail('result was not a thenable');
    var settled = new Promise(function (fulfil, reject) {
      try {
        result.then(fulfil, reject);
      } catch (thrown) {
        reject(new Test262Error(expectation + '.then threw synchronously'));
      }
    });
    resolve(settled.then(
      function () { fail('no exception was thrown at all'); },
      function (thrown) {
        if (thrown === null || typeof thrown !== 'object') fail('thrown value was not an object');
        if (!isExactly(thrown, expected)) fail('got ' + describe(thrown));
      },
    ));
  });
};

({ asyncTest: asyncTest });
