/** "Did you mean": the nearest of the names that would have been right. */

/** Longer names are not compared: whoever mistypes one finds it. */
const longest = 40;

/** The candidate nearest to `name`, or null where none is near enough to be meant. */
export function suggest(name: string, candidates: Iterable<string>): string | null {
  if (name.length > longest) return null;
  let nearest: string | null = null;
  let least = allowance(name) + 1;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= least) continue;
    const edits = candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate);
    if (edits < least) {
      least = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

/** How many edits still make the same word: none in names of one or two letters. */
function allowance(name: string): number {
  return name.length < 3 ? 0 : Math.min(3, Math.floor(name.length / 3));
}

/** Insertions, deletions, replacements and swaps of neighbours between two names. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, beforeLast[j - 2] + 1);
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
