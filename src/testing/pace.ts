/** How fast the machine is that a test runs on, for bounds in milliseconds that were set on another one. */

/** Milliseconds that the job takes where the bounds were set. */
const usual = 25;

/** By what bounds in milliseconds are to be multiplied: 1, or how much slower this machine is than usual. */
export function slowness(): number {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    job();
    least = Math.min(least, performance.now() - begun);
  }
  return Math.max(1, least / usual);
}

/** Some of everything: arithmetic, texts, tables, objects that are thrown away, sorting. */
function job(): number {
  const table = new Map<string, { value: number }>();
  let mixed = 1;
  for (let i = 0; i < 40_000; i++) {
    mixed = (Math.imul(mixed, 1_103_515_245) + 12_345) >>> 0;
    table.set(`key ${mixed % 20_000}`, { value: mixed });
  }
  return JSON.stringify([...table].sort(([a], [b]) => (a < b ? -1 : 1))).length;
}
