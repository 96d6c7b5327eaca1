// checkSequence, checkSettledPromises
import { assert } from './assert.js';

function checkSequence(list, message) {
  list.forEach(function (item, index) {
    if (item !== index + 1) throw new Test262Error((message ? message : 'Steps in unexpected sequence:') + " '" + list.join(',') + "'");
  });
  return true;
}

function checkSettledPromises(settled, expected, message) {
  var prefix = message ? message + ': ' : '';
  assert.sameValue(Array.isArray(settled), true, prefix + 'Settled values is an array');
  assert.sameValue(settled.length, expected.length, prefix + 'The settled values has a different length than expected');
  settled.forEach(function (item, index) {
    var key = item.status === 'fulfilled' ? 'value' : 'reason';
    assert.sameValue(item.status, expected[index].status, prefix + 'status for item ' + index);
    assert(item.status === 'fulfilled' || item.status === 'rejected', prefix + 'Valid statuses are only fulfilled or rejected');
    assert.compareArray(Object.keys(item).sort(), [key, 'status'].sort(), prefix + 'The settled value has status and ' + key);
    assert.sameValue(item[key], expected[index][key], prefix + key + ' for item ' + index);
  });
}

({ checkSequence: checkSequence, checkSettledPromises: checkSettledPromises });
