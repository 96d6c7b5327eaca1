// isConstructor: what `new` takes.

function answer(f) {
  if (typeof f !== 'function') throw new Test262Error('isConstructor invoked with a non-function value');
  return isConstructor(f);
}

({ isConstructor: answer });
