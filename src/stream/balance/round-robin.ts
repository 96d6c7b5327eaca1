/** Round robin by weight: in each round every target is taken as often as its weight says, spread evenly. */

interface Share {
  weight: number;
  /** How often it was taken in this round. */
  hits: number;
}

export class RoundRobin<T> {
  private readonly shares = new Map<T, Share>();
  /** The sum of all weights. */
  private total = 0;
  /** How often any target was taken in this round. */
  private hits = 0;

  /** How many targets there are. */
  get size(): number {
    return this.shares.size;
  }

  /** Adds a target, or gives it another weight; with 0 it is not taken. */
  set(target: T, weight: number): void {
    const whole = Math.max(Math.trunc(weight) || 0, 0);
    const share = this.shares.get(target);
    if (share !== undefined) {
      this.total += whole - share.weight;
      share.weight = whole;
      return;
    }
    // Who joins in the middle of a round has had its part of it.
    const hits = this.total === 0 ? 0 : Math.floor((this.hits * whole) / this.total);
    this.total += whole;
    this.shares.set(target, { weight: whole, hits });
  }

  /** The next of the targets that are well; of equal ones the one that was added first. */
  select(isWell: (target: T) => boolean = () => true): T | undefined {
    let best: { target: T; share: Share } | null = null;
    let round = 0;
    for (const [target, share] of this.shares) {
      if (share.weight === 0 || !isWell(target)) continue;
      round += share.weight;
      if (best === null || share.hits / share.weight < best.share.hits / best.share.weight) best = { target, share };
    }
    if (best === null) return undefined;
    best.share.hits++;
    this.hits++;
    if (this.hits >= round) this.startRound();
    return best.target;
  }

  private startRound(): void {
    this.hits = 0;
    for (const share of this.shares.values()) share.hits = 0;
  }
}
