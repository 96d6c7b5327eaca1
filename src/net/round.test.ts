import { round } from './round.js';

/** The event loop goes round. */
const nextRound = (): Promise<void> => new Promise((done) => setImmediate(done));

/** Keeps the thread busy for so many milliseconds. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Rounds in which nothing is done, so that the next has all its time. */
async function rest(): Promise<void> {
  for (let i = 0; i < 3; i++) await nextRound();
}

beforeEach(rest);

test('what is large is done at once, until it has taken its time of this round', async () => {
  expect(round.doNow(() => {})).toBe(true);
  expect(round.doNow(() => busy(2))).toBe(true);
  expect(round.doNow(() => {})).toBe(false);
  await rest();
  expect(round.doNow(() => {})).toBe(true);
});

test('what stands in line is done in order, some of it in each round, and nobody overtakes it', async () => {
  const done: number[] = [];
  for (let i = 0; i < 5; i++) round.doInTurn(() => (busy(2), done.push(i)));
  expect([done, round.doNow(() => done.push(9))]).toEqual([[], false]);
  const seen: number[] = [];
  while (done.length < 5) {
    await nextRound();
    seen.push(done.length);
  }
  expect(done).toEqual([0, 1, 2, 3, 4]);
  // Each takes longer than there is time for in a round.
  expect([...new Set(seen)].filter((count) => count > 0)).toEqual([1, 2, 3, 4, 5]);
});

test('sending comes first', async () => {
  const done: string[] = [];
  round.doInTurn(() => done.push('large'));
  round.send({ flush: () => done.push('sent') });
  await rest();
  expect(done).toEqual(['sent', 'large']);
});
