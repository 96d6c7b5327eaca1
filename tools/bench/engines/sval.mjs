/** sval, an interpreter on V8's own objects, which has no limits. */
import Sval from 'sval';

export const name = 'sval';
export const about = 'no limits';
/** Processes that are worth their time. */
export const processes = 2;

function evaluate(text) {
  const interpreter = new Sval({ ecmaVer: 'latest', sandBox: true });
  interpreter.run(`var repeat = function (f) { while (f()); }; exports.value = (${text})`);
  return interpreter.exports.value;
}

export function kernel(text) {
  return evaluate(`() => ${text}`);
}

export function callback(text, { message }) {
  const handler = evaluate(text);
  return (n) => handler(message(n));
}
