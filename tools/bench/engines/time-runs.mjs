/** Warms something up, then runs it some times: gives its value, or all different ones when it does not stay the same, and the milliseconds of each run. */

/** Until V8 has compiled what is hot, but no longer: slow engines have nothing to warm up. */
const warmUp = { runs: 30, milliseconds: 400 };
const measured = { runs: 30, milliseconds: 500, atLeast: 3 };

export function timeRuns(run) {
  const values = new Set();
  const times = [];
  for (let i = 0, begun = performance.now(); i < 1 || (i < warmUp.runs && performance.now() - begun < warmUp.milliseconds); i++) values.add(run());
  for (let i = 0, begun = performance.now(); i < measured.atLeast || (i < measured.runs && performance.now() - begun < measured.milliseconds); i++) {
    const start = performance.now();
    const value = run();
    times.push(performance.now() - start);
    values.add(value);
  }
  return { value: values.size === 1 ? [...values][0] : [...values], times };
}
