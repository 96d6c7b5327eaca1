/** Hashing: one key always leads to the same target of a list, as long as the list stays. */
const { imul } = Math;

export class Hashing<T> {
  private readonly targets: T[] = [];

  add(target: T): void {
    this.targets.push(target);
  }

  /** The target for a hash, which is a whole number from 0; undefined when that target is not well. */
  select(hash: number, isWell: (target: T) => boolean = () => true): T | undefined {
    const { targets } = this;
    if (targets.length === 0) return undefined;
    const target = targets[hash % targets.length];
    return isWell(target) ? target : undefined;
  }
}

/** Gives hashes of values: texts and numbers by content, objects by identity. */
export class Hasher {
  private readonly identities = new WeakMap<object, number>();
  private objects = 0;

  /** From 0 to before 2^53; the same for the same value as long as this hasher lives. */
  hash(value: unknown): number {
    if (typeof value !== 'object' || value === null) return hashText(String(value), `${typeof value} `);
    let identity = this.identities.get(value);
    if (identity === undefined) {
      identity = hashText(`object ${this.objects++}`);
      this.identities.set(value, identity);
    }
    return identity;
  }
}

/** Of two texts as if they were one: two lanes of FNV-1a with different bases, each mixed once more at the end; 53 bits of them. */
function hashText(text: string, before = ''): number {
  let high = 0x811c9dc5;
  let low = 0x050c5d1f;
  // Not joined: reading a long text that is not whole yet takes V8 very long.
  let count = 0;
  for (const part of [before, text]) {
    for (let i = 0; i < part.length; i++, count++) {
      const unit = part.charCodeAt(i);
      high = imul(high ^ unit, 0x01000193);
      low = imul(low ^ (unit + count), 0x01000193);
    }
  }
  return (mix(high) & 0x1fffff) * 2 ** 32 + (mix(low) >>> 0);
}

/** Lets every bit of a lane change about half of the others. */
function mix(lane: number): number {
  lane = imul(lane ^ (lane >>> 16), 0x85ebca6b);
  lane = imul(lane ^ (lane >>> 13), 0xc2b2ae35);
  return lane ^ (lane >>> 16);
}
