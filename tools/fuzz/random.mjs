/** Randomness that a seed repeats: mulberry32, and what is made of it. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  const pick = (list) => list[below(list.length)];
  const chance = (probability) => next() < probability;
  return { next, below, pick, chance };
}

/** A text with one to four bytes, or stretches of bytes, changed. */
export function mutate(random, text) {
  let mutated = text;
  for (let i = 0; i <= random.below(4); i++) {
    const at = random.below(mutated.length + 1);
    const length = random.below(8);
    mutated = random.pick([
      () => mutated.slice(0, at) + mutated.slice(at + 1 + length),
      () => mutated.slice(0, at) + String.fromCharCode(random.below(256)) + mutated.slice(at),
      () => mutated.slice(0, at) + mutated.slice(at, at + length).repeat(1 + random.below(3)) + mutated.slice(at),
      () => mutated.slice(0, at) + random.pick(['\r', '\n', '\r\n', '\0', ':', ' ', ';', '0', '-', '(', '`']) + mutated.slice(at + 1),
    ])();
  }
  return mutated;
}
