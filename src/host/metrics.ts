/**
 * What scripts count: metrics by their names, and of each a tree of series, whose levels are its labels.
 *
 * Nothing here knows values of scripts but as peers, so that a series is the same object each time.
 */
export type MetricKind = 'counter' | 'gauge' | 'histogram';

/** Samples in buckets, of which each holds those above the one before and up to its own end. */
export class Samples {
  /** One more than there are ends: the last is for what is above them all. */
  readonly counts: number[];
  sum = 0;

  constructor(private readonly ends: readonly number[]) {
    this.counts = new Array<number>(ends.length + 1).fill(0);
  }

  observe(sample: number): void {
    const bucket = this.ends.findIndex((end) => sample <= end);
    this.counts[bucket < 0 ? this.ends.length : bucket]++;
    this.sum += sample;
  }
}

/** The values of one combination of labels; those of further labels lie below it. */
export class Series {
  /** Belongs to the bridge, like the `peer` of an event. */
  peer: unknown = undefined;
  /** Null until it has one: what was never counted is not told. */
  value: number | Samples | null = null;
  readonly children = new Map<string, Series>();

  constructor(
    readonly metric: Metric,
    /** How many labels led here. */
    readonly depth: number,
  ) {}

  /** The series below this one; `grow` is told before one is made. Labels beyond those of the metric are left out; null where there is none to name. */
  withLabels(labels: readonly string[], grow: (label: string) => void): Series | null {
    const left = this.metric.labels.length - this.depth;
    if (left <= 0) return null;
    return labels.slice(0, left).reduce<Series>((at, label) => at.child(label, grow), this);
  }

  private child(label: string, grow: (label: string) => void): Series {
    const known = this.children.get(label);
    if (known !== undefined) return known;
    grow(label);
    const made = new Series(this.metric, this.depth + 1);
    this.children.set(label, made);
    return made;
  }

  /** Forgets its value and all that lies below it. */
  clear(): void {
    this.value = null;
    this.children.clear();
  }

  get number(): number {
    return typeof this.value === 'number' ? this.value : 0;
  }

  get samples(): Samples {
    if (!(this.value instanceof Samples)) this.value = new Samples(this.metric.buckets);
    return this.value;
  }
}

export class Metric {
  readonly root: Series;

  constructor(
    readonly kind: MetricKind,
    readonly name: string,
    readonly labels: readonly string[],
    /** The upper ends of the buckets of a histogram, in ascending order. */
    readonly buckets: readonly number[] = [],
  ) {
    this.root = new Series(this, 0);
  }
}

/** The metrics of a tenant. One that is made again replaces that of its name. */
export class Metrics {
  private readonly byName = new Map<string, Metric>();

  add(metric: Metric): void {
    this.byName.set(metric.name, metric);
  }

  get all(): Iterable<Metric> {
    return this.byName.values();
  }
}
