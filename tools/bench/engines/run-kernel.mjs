/**
 * One kernel on one engine, in a process of its own: `node run-kernel.mjs ENGINE KERNEL`. Warms it up, then runs it some times.
 * Prints JSON: its value, or all different ones when it does not stay the same, and the milliseconds of each run.
 */
import { kernelText } from '../kernel-texts.mjs';

const [engine, name] = process.argv.slice(2);

/** Until V8 has compiled what is hot, but no longer: slow engines have nothing to warm up. */
const warmUp = { runs: 30, milliseconds: 400 };
const measured = { runs: 30, milliseconds: 500, atLeast: 3 };

const { kernel } = await import(`./${engine}.mjs`);
const run = await kernel(kernelText(name));
const values = new Set();
const times = [];

for (let i = 0, begun = performance.now(); i < 1 || (i < warmUp.runs && performance.now() - begun < warmUp.milliseconds); i++) values.add(run());
for (let i = 0, begun = performance.now(); i < measured.atLeast || (i < measured.runs && performance.now() - begun < measured.milliseconds); i++) {
  const start = performance.now();
  const value = run();
  times.push(performance.now() - start);
  values.add(value);
}
console.log(JSON.stringify({ value: values.size === 1 ? [...values][0] : [...values], times }));
