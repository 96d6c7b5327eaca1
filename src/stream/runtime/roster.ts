/**
 * Who is there, where many come and go: connections, their pipelines. No order is kept.
 *
 * A Set would do for that, but V8 makes a new table for it after so many have left, and the old one keeps all that were in it, and the new table, until there
 * is a whole collection: with ten thousand connections a second each collection of the young took twice as long.
 */
export class Roster<T> {
  private readonly entries: RosterEntry<T>[] = [];

  get size(): number {
    return this.entries.length;
  }

  /** What is given back takes it out again. */
  add(member: T): RosterEntry<T> {
    const entry = new RosterEntry(member, this.entries.length);
    this.entries.push(entry);
    return entry;
  }

  /** The last one takes the place of who leaves. Who has left already leaves no more. */
  remove(entry: RosterEntry<T>): void {
    const { entries } = this;
    if (entries[entry.place] !== entry) return;
    const last = entries.pop()!;
    if (last === entry) return;
    entries[entry.place] = last;
    last.place = entry.place;
  }

  /** All that are there now. */
  all(): T[] {
    return this.entries.map(({ member }) => member);
  }
}

export class RosterEntry<T> {
  constructor(
    readonly member: T,
    /** Where it stands; the roster's own. */
    public place: number,
  ) {}
}
