/**
 * How charging is written in the evaluator and the built-ins, as acorn reads the built files: what `without-charging.mjs` takes out.
 *
 * When the evaluator charges in another way, its form belongs here: a build that still charges after the removal is refused.
 */

/** The folders that charge while a script runs, and the files of them that define how: those keep what they have. */
export const folders = ['src/language/evaluate', 'src/language/builtins'];
export const definitions = ['src/language/evaluate/meter.js', 'src/language/evaluate/activation.js', 'src/language/evaluate/limits.js', 'src/language/evaluate/account.js'];

/** Functions that do nothing but charge: `charge`, `allocate`, `pay`, those of such names (`chargeSearch`, `payText` …), and two others. */
const chargers = /^((charge|allocate|pay)([A-Z]\w*)?|checkSingle|tick)$/;

/** Where the meter's array has fuel and bytes. */
const counters = /^(FUEL|BYTES|fuelAt|bytesAt)$/;

/** What is called when calls or steps nest too deep. */
const tooDeep = /^(stackLimit|nest)$/;

const nameOf = ({ callee }) => (callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' && !callee.computed ? callee.property.name : '');

const isCallOf = (names, node) => node?.type === 'CallExpression' && names.test(nameOf(node));

const onlyOf = (statement) => (statement.type === 'BlockStatement' && statement.body.length === 1 ? statement.body[0] : statement);

/** Whether it is `if (…) f(…);`, with one of these functions. */
const isOnlyCallOf = (names, node) => {
  if (node.type !== 'IfStatement' || node.alternate) return false;
  const then = onlyOf(node.consequent);
  return then.type === 'ExpressionStatement' && isCallOf(names, then.expression);
};

/** Whether it lowers one of the counters, and does nothing else. */
function lowersCounter(node) {
  if (node.type === 'BinaryExpression') return (lowersCounter(node.left) && isSilent(node.right)) || (isSilent(node.left) && lowersCounter(node.right));
  return node.type === 'AssignmentExpression' && node.operator === '-=' && node.left.type === 'MemberExpression' && counters.test(node.left.property.name);
}

/** Whether evaluating it does nothing but give a value: no calls but those of `Math`, no assignments. */
export function isSilent(node) {
  if (node === null || typeof node !== 'object') return true;
  if (Array.isArray(node)) return node.every(isSilent);
  if (/^(Assignment|Update|New|Await|Yield|TaggedTemplate|Import)Expression$/.test(node.type)) return false;
  if (node.type === 'CallExpression' && node.callee.object?.name !== 'Math') return false;
  return Object.entries(node).every(([key, value]) => key === 'callee' || isSilent(value));
}

/** By what each is: whether a node is of the form. A statement is removed; an expression becomes `0`. The first that fits counts. */
export const forms = {
  /** `if ((tank[FUEL] -= cost) < 0) refuel(site);`, also with more that may be below zero: `if ((calls | (tank[FUEL] -= cost)) < 0) …`. */
  'a counter that goes down': (node) =>
    node.type === 'IfStatement' && !node.alternate && node.test.type === 'BinaryExpression' && node.test.operator === '<' && lowersCounter(node.test.left),
  /** `if (length > 32) charge(length >> 4);` */
  'a charge of what is long': (node) => isOnlyCallOf(chargers, node) && isSilent(node.test),
  /** `if (depth <= 0 || height < needed) stackLimit();` */
  'a look at how deep calls are nested': (node) => isOnlyCallOf(tooDeep, node) && isSilent(node.test),
  /** `charge(1);` */
  'a charge': (node) => node.type === 'ExpressionStatement' && isCallOf(chargers, node.expression) && node.expression.arguments.every(isSilent),
  /** `(allocate(bytes), …)`; an argument that does something is done all the same. */
  'a charge within an expression': (node) => isCallOf(chargers, node),
};
