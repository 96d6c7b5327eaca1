/**
 * Many as a tree of fours: what runs one after the other without a loop, so that each of them is called from a place of
 * its own.
 */

/** Joins `parts`, at least one, by `join`, which is given two to four at a time, in order. */
export function byFours<T>(parts: readonly T[], join: (parts: readonly T[]) => T): T {
  if (parts.length === 1) return parts[0];
  if (parts.length <= 4) return join(parts);
  const size = 4 ** (levels(parts.length) - 1);
  const groups: T[] = [];
  for (let i = 0; i < parts.length; i += size) groups.push(byFours(parts.slice(i, i + size), join));
  return join(groups);
}

/** How deep the tree of `count` parts is: 0 where there is but one. */
export function levels(count: number): number {
  let level = 0;
  for (let most = 1; most < count; most *= 4) level++;
  return level;
}
