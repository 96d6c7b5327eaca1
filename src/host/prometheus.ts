/**
 * Metrics in the text format of Prometheus (version 0.0.4).
 *
 * Names are the script's: what the format has no names for becomes `_`, and where two would be one they are kept apart.
 */
import { type Metric, Samples, type Series } from './metrics.js';

/** All series of these metrics that have a value. Names that are `taken` already are left to whom they belong. */
export function prometheusText(metrics: Iterable<Metric>, taken = new Set<string>()): string {
  const lines: string[] = [];
  for (const metric of metrics) {
    const samples = seriesOf(metric);
    if (samples.length === 0) continue;
    const name = nameOf(metric, taken);
    lines.push(`# HELP ${name} ${escapeHelp(metric.name)}`, `# TYPE ${name} ${metric.kind}`);
    const labels = labelNames(metric);
    for (const { path, value } of samples) {
      const pairs = path.map((text, i) => `${labels[i]}="${escapeLabel(text)}"`);
      if (value instanceof Samples) pushHistogram(lines, name, pairs, metric.buckets, value);
      else lines.push(line(name, pairs, value));
    }
  }
  return lines.map((text) => `${text}\n`).join('');
}

interface Sample {
  readonly path: readonly string[];
  readonly value: number | Samples;
}

/** Those that have a value, each before what lies below it. */
function seriesOf({ root }: Metric): Sample[] {
  const found: Sample[] = [];
  const waiting: { readonly path: readonly string[]; readonly series: Series }[] = [{ path: [], series: root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, series } = next;
    if (series.value !== null) found.push({ path, value: series.value });
    for (const [label, child] of [...series.children].reverse()) waiting.push({ path: [...path, label], series: child });
  }
  return found;
}

function pushHistogram(lines: string[], name: string, pairs: readonly string[], ends: readonly number[], { counts, sum }: Samples): void {
  let total = 0;
  counts.forEach((count, i) => {
    total += count;
    if (i < ends.length && ends[i] === Infinity) return;
    lines.push(line(`${name}_bucket`, [...pairs, `le="${i < ends.length ? numberText(ends[i]) : '+Inf'}"`], total));
  });
  lines.push(line(`${name}_sum`, pairs, sum), line(`${name}_count`, pairs, total));
}

function line(name: string, pairs: readonly string[], value: number): string {
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${numberText(value)}`;
}

function numberText(value: number): string {
  return value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
}

/** A name that no other metric has, nor one of the names that histograms make of theirs. */
function nameOf({ name, kind }: Metric, taken: Set<string>): string {
  let free = wordOf(name, ':');
  const all = (): string[] => [free, ...(kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => free + end) : [])];
  while (all().some((each) => taken.has(each))) free += '_';
  for (const each of all()) taken.add(each);
  return free;
}

/** Each once; those that begin with two underscores, and `le` of histograms, mean something else. */
function labelNames({ labels, kind }: Metric): string[] {
  const taken = new Set(kind === 'histogram' ? ['le'] : []);
  return labels.map((label) => {
    let free = wordOf(label, '');
    while (free.startsWith('__')) free = free.slice(1);
    while (taken.has(free)) free += '_';
    taken.add(free);
    return free;
  });
}

/** Letters, digits, underscores and `more`, and no digit in front. */
function wordOf(name: string, more: string): string {
  let word = '';
  for (const char of name) {
    const isLetter = (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || char === '_' || (more !== '' && char === more);
    const isDigit = char >= '0' && char <= '9';
    if (isDigit && word === '') word = '_';
    word += isLetter || isDigit ? char : '_';
  }
  return word === '' ? '_' : word;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\r', ' ').replaceAll('\n', '\\n');
}

export function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
