/** `--access-log` and `--request-id`, and what `--admin-port` tells of requests: who is told of each, in this process. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { RequestCounts } from '../../host/request-counts.js';
import type { Observed } from '../../host/service-report.js';
import { accessLine, accessLogFormats, type AccessLogFormat } from '../../net/access-log.js';
import { LogFile } from '../../net/log-file.js';
import type { TextLog } from '../../net/log.js';
import type { RequestWatch } from '../../net/ports.js';
import { newRequestId } from '../../net/request-ids.js';
import { systemText } from '../../net/system-error.js';

export interface ObservingFlags {
  readonly accessLog?: string;
  readonly accessLogFormat: AccessLogFormat;
  readonly requestId?: boolean;
}

export const observingOptions = (): Option[] => [
  new Option('--access-log <file>', 'write a line there for each HTTP request; - is standard output'),
  new Option('--access-log-format <format>', 'how such a line looks').choices(accessLogFormats).default('combined'),
  new Option('--request-id', 'add x-request-id to requests that have none, for scripts and servers to see'),
];

/** Signals at which the file of the access log is opened anew; the first one reloads as well. */
const rotating: ReadonlySet<NodeJS.Signals> = new Set(['SIGHUP', 'SIGUSR2']);

export class Observing {
  private readonly counts: RequestCounts | null;

  private constructor(
    private readonly flags: ObservingFlags,
    counting: boolean,
    private readonly file: LogFile | null,
    private readonly sink: { write(text: string): void } | null,
  ) {
    this.counts = counting ? new RequestCounts() : null;
  }

  /** Who is told of each request, of this tenant where there are several; null where nobody wants to know. */
  watch(tenant = ''): RequestWatch | null {
    const { flags, counts, sink } = this;
    const { accessLogFormat, requestId: marks = false } = flags;
    const served: RequestWatch['served'] = (request) => {
      counts?.count(request);
      sink?.write(accessLine(accessLogFormat, request, Date.now(), tenant));
    };
    const wantsDetails = sink !== null || marks;
    return counts !== null || wantsDetails ? { wantsDetails, marks, newId: newRequestId, served } : null;
  }

  /** What the flags ask for; `counting`: somebody may ask for counts. Null, and a line in the log, where the file cannot be opened. */
  static begin(flags: ObservingFlags, counting: boolean, out: { write(text: string): void }, log: TextLog): Observing | null {
    const { accessLog } = flags;
    if (accessLog === undefined) return new Observing(flags, counting, null, null);
    if (accessLog === '-') return new Observing(flags, counting, null, out);
    try {
      // The process goes to the folder of the script.
      const file = new LogFile(resolve(accessLog), (text) => log.write('error', `[access-log] ${text}`));
      return new Observing(flags, counting, file, file);
    } catch (error) {
      log.write('error', `[access-log] Cannot open ${accessLog}: ${systemText(error)}`);
      return null;
    }
  }

  get observed(): Observed {
    return { requests: this.counts, lostLines: this.file?.lost ?? null };
  }

  /** A signal came: the file may have been moved away. */
  signal(name: NodeJS.Signals): void {
    if (rotating.has(name)) this.rotate();
  }

  rotate(): void {
    this.file?.reopen();
  }

  /** Settles when what was logged is written, or soon. */
  async close(): Promise<void> {
    await this.file?.close();
  }
}
