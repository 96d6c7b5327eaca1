// nativeErrors, allErrorConstructors, makeNativeError

var nativeErrors = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

function makeNativeError(type, useNew) {
  if (type === AggregateError) return useNew ? new AggregateError([new Error('inner')], 'msg') : AggregateError([new Error('inner')], 'msg');
  return useNew ? new type('msg') : type('msg');
}

({ nativeErrors: nativeErrors, allErrorConstructors: nativeErrors.concat([AggregateError]), makeNativeError: makeNativeError });
