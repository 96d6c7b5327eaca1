/** `--admin-port`: who is asked for what the administration service answers. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { mergeMetrics, metricsText, type Observed, type ServiceStatus } from '../../host/service-report.js';
import type { Service } from '../../host/service.js';
import { administer, type Administered, type AdministrationOptions } from '../../net/administration.js';
import type { TextLog } from '../../net/log.js';
import { UsageError } from '../command.js';
import { packageVersion } from '../paths.js';

export interface AdminFlags {
  readonly adminPort?: string;
  readonly adminTlsCert?: string;
  readonly adminTlsKey?: string;
  readonly adminTlsTrusted?: string;
}

/** What one process tells. */
export interface ProcessReport {
  readonly pid: number;
  /** Seconds. */
  readonly uptime: number;
  /** Bytes that the process takes. */
  readonly memory: number;
  readonly status: ServiceStatus;
  readonly metrics: string;
}

/** What the flags ask for; null where they do not. */
export function adminOptions({ adminPort, adminTlsCert: cert, adminTlsKey: key, adminTlsTrusted: trusted }: AdminFlags): AdministrationOptions | null {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--admin-tls-cert and --admin-tls-key must be used together');
  if (trusted !== undefined && cert === undefined) throw new UsageError('--admin-tls-trusted needs --admin-tls-cert and --admin-tls-key');
  if (adminPort === undefined) {
    if (cert !== undefined) throw new UsageError('--admin-tls-cert needs --admin-port');
    return null;
  }
  const tls = cert === undefined || key === undefined ? null : { cert: read(cert), key: read(key), ca: trusted === undefined ? null : read(trusted) };
  return { ...addressOf(adminPort), tls };
}

function read(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch {
    throw new UsageError(`cannot open ${name}`);
  }
}

/** `6060`, `:6060`, `10.0.0.1:6060`, `[::1]:6060`: on loopback unless an address is given. */
function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]*)\]|([^:]*)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const given = bracketed ?? plain ?? '';
  const host = given === '' ? '127.0.0.1' : given;
  const isAddress = bracketed === undefined ? isIP(host) === 4 || host === 'localhost' : isIP(host) === 6;
  if (digits === undefined || port > 65_535 || !isAddress) throw new UsageError(`--admin-port is '${text}': [[ip]:]PORT is expected, such as 6060 or 10.0.0.1:6060`);
  return { host, port };
}

/** Opens it; what it gives closes it. Null, and a line in the log, where that cannot be. */
export async function openAdministration(options: AdministrationOptions, administered: Administered, log: TextLog): Promise<(() => void) | null> {
  const { host } = options;
  try {
    const { port, close } = await administer(options, administered);
    log.write('info', `[admin] Listening on port ${port} at ${host}`);
    return close;
  } catch (error) {
    log.write('error', `[admin] Cannot start listening on port ${options.port} at ${host}: ${(error as Error).message}`);
    return null;
  }
}

/** What this process tells of its service. */
export function reportOf(service: Service, observed: Observed): ProcessReport {
  const { status } = service;
  return { pid: process.pid, uptime: process.uptime(), memory: process.memoryUsage.rss(), status, metrics: metricsText(status, observed, service.tenant) + processMetrics() };
}

/** Answers made of what each process tells when it is asked. */
export function administeredBy(ask: () => Promise<readonly ProcessReport[]> | readonly ProcessReport[]): Administered {
  return {
    metrics: async () => mergeMetrics((await ask()).map(({ metrics }) => metrics)),
    ready: async () => (await ask()).some(({ status }) => status.ready),
    status: async () => ({
      version: packageVersion,
      node: process.version,
      processes: (await ask()).map(({ pid, uptime, memory, status }) => ({ pid, uptime, memory, ...status })),
    }),
  };
}

/** By the names that Prometheus has for them. */
function processMetrics(): string {
  const { user, system } = process.cpuUsage();
  const rows: [string, string, string, number][] = [
    ['process_cpu_seconds_total', 'counter', 'Seconds of processors that were used.', (user + system) / 1e6],
    ['pipyjs_open_resources', 'gauge', 'Sockets, timers and the like that the process has open.', process.getActiveResourcesInfo().length],
    ['process_resident_memory_bytes', 'gauge', 'Bytes of memory that are taken.', process.memoryUsage.rss()],
  ];
  return rows.map(([name, kind, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${name} ${value}\n`).join('');
}
