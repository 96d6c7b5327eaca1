/** Least work: the target that has the least in progress for its weight. */

interface Load {
  weight: number;
  /** What was selected and not yet deselected. */
  active: number;
}

export class LeastWork<T> {
  private readonly loads = new Map<T, Load>();

  /** How many targets there are. */
  get size(): number {
    return this.loads.size;
  }

  /** Adds a target, or gives it another weight; with 0 it is not taken. */
  set(target: T, weight: number): void {
    const whole = Math.max(Math.trunc(weight) || 0, 0);
    const load = this.loads.get(target);
    if (load === undefined) this.loads.set(target, { weight: whole, active: 0 });
    else load.weight = whole;
  }

  /** The least loaded of the targets that are well; of equal ones the one that was added first. */
  select(isWell: (target: T) => boolean = () => true): T | undefined {
    let best: { target: T; load: Load } | null = null;
    for (const [target, load] of this.loads) {
      if (load.weight === 0 || !isWell(target)) continue;
      if (best === null || load.active / load.weight < best.load.active / best.load.weight) best = { target, load };
    }
    if (best === null) return undefined;
    best.load.active++;
    return best.target;
  }

  /** The work that a selection stood for is done. */
  deselect(target: T): void {
    const load = this.loads.get(target);
    if (load !== undefined && load.active > 0) load.active--;
  }
}
