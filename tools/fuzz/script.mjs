/**
 * Scripts, whole and damaged, put to the testee. What must hold: each has an answer in time, of a status that the
 * protocol has, and none of them is a bug.
 */
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { mutate } from './random.mjs';

const leaves = ['1', '0.5', '-0', "'text'", '`a${1}b`', 'null', 'undefined', 'true', 'x', '[]', '({})', '/* */ 2', "'\\u{1f600}'", 'Math.PI', 'repeat'];
const forms = [
  (a, b) => `${a} + ${b}`,
  (a, b) => `(${a}, ${b})`,
  (a, b) => `[${a}, ...[${b}]]`,
  (a, b) => `({ a: ${a}, [${b}]: 1, ...${a} })`,
  (a, b) => `(x => ${a})(${b})`,
  (a, b) => `(({ a, b = ${a} }) => [a, b])(${b})`,
  (a, b) => `${a} ? ${b} : ${a}`,
  (a, b) => `${a}?.[${b}]`,
  (a, b) => `String(${a}).replace('a', () => ${b})`,
  (a, b) => `[${a}, ${b}].map(x => ${a}).join(${b})`,
  (a) => `JSON.stringify(${a})`,
  (a) => `typeof ${a}`,
  (a, b) => `${a} ?? ${b}`,
  (a, b) => `Object.entries(${a}).concat(${b})`,
  (a) => `repeat(10, x => ${a})`,
  (a, b) => `(f => f(f))(f => ${a} || f(${b}))`,
  (a, b) => `new Message({ status: ${a} }, ${b})`,
];
const statuses = ['value', 'error', 'limit', 'denied'];

function expression(random, depth) {
  if (depth === 0 || random.chance(0.15)) return random.pick(leaves);
  return random.pick(forms)(expression(random, depth - 1), expression(random, depth - 1));
}

export async function fuzzScript({ random, program, until, count }) {
  const testee = spawn(process.execPath, [program, 'testee'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: testee.stdout })[Symbol.asyncIterator]();
  try {
    for (let id = 1; performance.now() < until(); id++) {
      const whole = expression(random, 1 + random.below(5));
      const source = random.chance(0.5) ? whole : mutate(random, whole);
      const limits = { fuel: 100_000, memory: 16_777_216, depth: 100, time: 1000 };
      testee.stdin.write(`${JSON.stringify({ id, op: 'evaluate', dialect: 'classic', source, limits })}\n`);
      const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer to ${source}`)), 10_000).unref());
      const { value: line, done } = await Promise.race([lines.next(), late]);
      if (done) throw new Error(`the testee ended after ${source}`);
      const answer = JSON.parse(line);
      if (answer.id !== id || !statuses.includes(answer.status)) throw new Error(`${line}\nto ${source}`);
      count(`script ${answer.status} ${answer.code ?? ''}`);
    }
  } finally {
    testee.kill('SIGKILL');
  }
}
