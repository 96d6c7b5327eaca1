/** What a service tells of itself to whoever looks after it: as data, and as metrics. */
import type { LimitCode } from '../language/evaluate/limits.js';
import { escapeLabel, prometheusText } from './prometheus.js';
import { requestTimes, type RequestCounts } from './request-counts.js';
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
  /** Its pipelines, by where they are declared. */
  readonly pipelines: readonly PipelineStatus[];
  /** What its script has used: see spec/sandbox.md. */
  readonly fuel: number;
  readonly allocated: number;
  readonly live: number;
  readonly hits: Readonly<Partial<Record<LimitCode, number>>>;
}

/** Streams through the pipelines of one name. */
export interface PipelineStatus {
  readonly module: string;
  /** `8000@0.0.0.0`, `Task #1`, or its name. */
  readonly name: string;
  /** Since the code that serves was loaded. */
  readonly begun: number;
  readonly failed: number;
  /** Those of old code included. */
  readonly active: number;
  /** Connections that its `connect` has open; null where it has none. */
  readonly outbound: number | null;
}

/** What is counted beside a service, where somebody asked for it. */
export interface Observed {
  readonly requests: RequestCounts | null;
  /** Lines that a log of accesses could not take; null where there is no such log. */
  readonly lostLines: number | null;
}

/** A sample's labels follow its name; those of a histogram begin with what its name ends with. */
type Row = readonly [name: string, kind: 'counter' | 'gauge' | 'histogram', help: string, samples: readonly (readonly [labels: string, value: number])[]];

/** A status and what the script counts, in the text format of Prometheus; names of the script that we take become others. */
export function metricsText({ ready, listens, draining, pipelines, fuel, allocated, live, hits }: ServiceStatus, { requests, lostLines }: Observed, tenant: Tenant | null): string {
  const byPipeline = (value: (status: PipelineStatus) => number | null): Row[3] =>
    pipelines.flatMap((status) => {
      const given = value(status);
      return given === null ? [] : [[`{module="${escapeLabel(status.module)}",pipeline="${escapeLabel(status.name)}"}`, given] as const];
    });
  const rows: Row[] = [
    ['pipyjs_ready', 'gauge', 'Processes that serve new connections.', [['', ready ? 1 : 0]]],
    ['pipyjs_connections', 'gauge', 'Connections that are open, by port.', listens.map(({ name, connections }) => [`{listen="${name}"}`, connections])],
    ['pipyjs_draining_connections', 'gauge', 'Connections that are finished on old code.', [['', draining]]],
    ['pipyjs_outbound_connections', 'gauge', 'Connections to servers that are open, by the pipeline that connects.', byPipeline(({ outbound }) => outbound)],
    ['pipyjs_pipelines_begun_total', 'counter', 'Streams that pipelines were made for, since the code was loaded.', byPipeline(({ begun }) => begun)],
    ['pipyjs_pipelines_failed_total', 'counter', 'Pipelines that ended their streams with an error, since the code was loaded.', byPipeline(({ failed }) => failed)],
    ['pipyjs_pipelines_active', 'gauge', 'Pipelines that are there now.', byPipeline(({ active }) => active)],
    ['pipyjs_http_requests_total', 'counter', 'HTTP requests, by the class of their status; none: not answered.', requests === null ? [] : classSamples(requests)],
    ['pipyjs_http_request_duration_seconds', 'histogram', "From a request's head to the end of its answer; tunnels are left out.", requests === null ? [] : timeSamples(requests)],
    ['pipyjs_access_log_lost_lines_total', 'counter', 'Lines that the access log could not take.', lostLines === null ? [] : [['', lostLines]]],
    ['pipyjs_fuel_total', 'counter', 'Fuel that the script has used.', [['', fuel]]],
    ['pipyjs_allocated_bytes_total', 'counter', 'Bytes that the script has allocated.', [['', allocated]]],
    ['pipyjs_live_bytes', 'gauge', 'Bytes that the script kept when its heap was walked last.', [['', live]]],
    ['pipyjs_limit_hits_total', 'counter', 'How often the script came to a limit.', Object.entries(hits).map(([limit, count]) => [`{limit="${limit}"}`, count])],
  ];
  const told = rows.filter(([, , , samples]) => samples.length > 0);
  const lines = told.flatMap(([name, kind, help, samples]) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...samples.map(([labels, value]) => `${name}${labels} ${value}`)]);
  return lines.map((line) => `${line}\n`).join('') + prometheusText(tenant?.metrics.all ?? [], takenNames(rows));
}

function takenNames(rows: readonly Row[]): Set<string> {
  return new Set(rows.flatMap(([name, kind]) => (kind === 'histogram' ? [name, ...['_bucket', '_sum', '_count'].map((end) => name + end)] : [name])));
}

/** What was seen, and the usual ones from the start: a rate is told from the first request on. */
function classSamples({ classes }: RequestCounts): Row[3] {
  return classes.flatMap((count, digit) => (count > 0 || (digit >= 2 && digit <= 5) ? [[`{class="${digit === 0 ? 'none' : `${digit}xx`}"}`, count] as const] : []));
}

function timeSamples({ times: { counts, sum } }: RequestCounts): Row[3] {
  let total = 0;
  const buckets = counts.map((count, i) => [`_bucket{le="${requestTimes[i] ?? '+Inf'}"}`, (total += count)] as const);
  return [...buckets, ['_sum', sum], ['_count', total]];
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
