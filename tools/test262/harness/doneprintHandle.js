// $DONE: how an asynchronous test says that it is over.

function done(error) {
  if (!error) print('Test262:AsyncTestComplete');
  else if (typeof error === 'object' && 'name' in error) print('Test262:AsyncTestFailure:' + error.name + ': ' + error.message);
  else print('Test262:AsyncTestFailure:Test262Error: ' + describe(error));
}

export { done };

({ '$DONE': done });
