/** Percentiles of samples that are counted in buckets. */

export class Percentile {
  private readonly counts: number[];
  private samples = 0;

  /** `limits` are the buckets' upper ends: see `areBuckets`. */
  constructor(private readonly limits: readonly number[]) {
    this.counts = limits.map(() => 0);
  }

  /** Counts a sample; one above all buckets is not counted. */
  observe(sample: number): void {
    const bucket = this.limits.findIndex((limit) => sample <= limit);
    if (bucket < 0) return;
    this.counts[bucket]++;
    this.samples++;
  }

  reset(): void {
    this.counts.fill(0);
    this.samples = 0;
  }

  /** The end of the bucket that `percentage` percent of the samples lie in or below. */
  calculate(percentage: number): number {
    if (!(percentage > 0) || this.samples === 0) return 0;
    const wanted = Math.floor((this.samples * percentage) / 100);
    let seen = 0;
    for (let i = 0; i < this.counts.length; i++) {
      seen += this.counts[i];
      if (seen > 0 && seen >= wanted) return this.limits[i];
    }
    return Infinity;
  }
}

/** Whether `limits` are positive and each is above the one before. */
export function areBuckets(limits: readonly number[]): boolean {
  return limits.every((limit, i) => limit > (i === 0 ? 0 : limits[i - 1]));
}
