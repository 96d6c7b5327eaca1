// Test262Error is the host's: no script can make a class.

function doNotEvaluate() {
  throw 'Test262: This statement should not be evaluated.';
}

({ '$DONOTEVALUATE': doNotEvaluate });
