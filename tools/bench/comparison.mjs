/** What was measured beside what was measured before: each figure that both have, as a part of what it was. */
import { digits, numbersIn, tableOf } from './figures.mjs';

export function comparison(now, then) {
  if (then === undefined) return 'nothing to compare with: it was not measured then';
  const before = numbersIn(then);
  const both = [...numbersIn(now)].filter(([name, value]) => value > 0 && before.get(name) > 0).map(([name, value]) => ({ name, value, was: before.get(name), ratio: value / before.get(name) }));
  if (both.length === 0) return 'nothing to compare with: no figure of the same name was measured then';
  const rows = both.map(({ name, value, was, ratio }) => [name, digits(was), digits(value), ratio.toFixed(3)]);
  return tableOf(['', 'then', 'now', 'now/then'], rows);
}
