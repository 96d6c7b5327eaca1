import fc from 'fast-check';
import { Roster, type RosterEntry } from './roster.js';

test('whoever came and did not leave is there, once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 20 })), (steps) => {
      const roster = new Roster<number>();
      const entries: RosterEntry<number>[] = [];
      const there = new Set<number>();
      steps.forEach((step, i) => {
        if (step < 0 || entries.length === 0) {
          entries.push(roster.add(i));
          there.add(i);
        } else {
          const entry = entries[step % entries.length];
          roster.remove(entry);
          there.delete(entry.member);
        }
      });
      expect(roster.all().sort((a, b) => a - b)).toEqual([...there].sort((a, b) => a - b));
      expect(roster.size).toBe(there.size);
    }),
  );
});
