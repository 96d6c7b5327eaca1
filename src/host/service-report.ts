/** What a service tells of itself to whoever looks after it: as data, and as metrics. */
import type { LimitCode } from '../language/evaluate/limits.js';
import { prometheusText } from './prometheus.js';
import type { Tenant } from './tenant.js';

export interface ServiceStatus {
  /** Whether new connections are served. */
  readonly ready: boolean;
  readonly main: string;
  readonly modules: readonly string[];
  /** Ports, as `8000@0.0.0.0`, and how many connections each has. */
  readonly listens: readonly { readonly name: string; readonly connections: number }[];
  /** Connections that old code finishes. */
  readonly draining: number;
  /** What its script has used: see spec/sandbox.md. */
  readonly fuel: number;
  readonly allocated: number;
  readonly live: number;
  readonly hits: Readonly<Partial<Record<LimitCode, number>>>;
}

type Row = readonly [name: string, kind: 'counter' | 'gauge', help: string, samples: readonly (readonly [labels: string, value: number])[]];

/** A status and what the script counts, in the text format of Prometheus; names of the script that we take become others. */
export function metricsText({ ready, listens, draining, fuel, allocated, live, hits }: ServiceStatus, tenant: Tenant | null): string {
  const rows: Row[] = [
    ['pipyjs_ready', 'gauge', 'Processes that serve new connections.', [['', ready ? 1 : 0]]],
    ['pipyjs_connections', 'gauge', 'Connections that are open, by port.', listens.map(({ name, connections }) => [`{listen="${name}"}`, connections])],
    ['pipyjs_draining_connections', 'gauge', 'Connections that are finished on old code.', [['', draining]]],
    ['pipyjs_fuel_total', 'counter', 'Fuel that the script has used.', [['', fuel]]],
    ['pipyjs_allocated_bytes_total', 'counter', 'Bytes that the script has allocated.', [['', allocated]]],
    ['pipyjs_live_bytes', 'gauge', 'Bytes that the script kept when its heap was walked last.', [['', live]]],
    ['pipyjs_limit_hits_total', 'counter', 'How often the script came to a limit.', Object.entries(hits).map(([limit, count]) => [`{limit="${limit}"}`, count])],
  ];
  const told = rows.filter(([, , , samples]) => samples.length > 0);
  const lines = told.flatMap(([name, kind, help, samples]) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...samples.map(([labels, value]) => `${name}${labels} ${value}`)]);
  return lines.map((line) => `${line}\n`).join('') + prometheusText(tenant?.metrics.all ?? [], new Set(rows.map(([name]) => name)));
}

/** One text of several processes' texts: what is counted is added up. */
export function mergeMetrics(texts: readonly string[]): string {
  // Families in the order in which they come first, each with its samples.
  const families = new Map<string, { readonly head: readonly string[]; readonly samples: Map<string, number> }>();
  for (const text of texts) {
    let help = '';
    let samples = new Map<string, number>();
    for (const line of text.split('\n')) {
      if (line.startsWith('# HELP ')) help = line;
      else if (line.startsWith('# TYPE ')) {
        const name = line.split(' ')[2];
        if (!families.has(name)) families.set(name, { head: [help, line], samples: new Map() });
        samples = families.get(name)!.samples;
      } else if (line !== '') {
        const end = line.lastIndexOf(' ');
        const key = line.slice(0, end);
        samples.set(key, (samples.get(key) ?? 0) + valueOf(line.slice(end + 1)));
      }
    }
  }
  const lines = [...families.values()].flatMap(({ head, samples }) => [...head, ...[...samples].map(([key, value]) => `${key} ${textOf(value)}`)]);
  return lines.map((line) => `${line}\n`).join('');
}

function valueOf(text: string): number {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

function textOf(value: number): string {
  return value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
}
