/**
 * Several processes that serve the same ports. This one looks after them and runs no script: what it is told it tells them all, and one that ends
 * by itself is started again.
 */
import cluster, { type Worker } from 'node:cluster';
import type { TextLog } from '../../net/log.js';
import type { AdministrationOptions } from '../../net/administration.js';
import { exitCodes, signalExitCode } from '../exit-code.js';
import { administeredBy, openAdministration, type ProcessReport } from './admin.js';
import { hear, isStop, type News, type Order } from './orders.js';

/** Milliseconds before one is started again: twice as many each time, up to a limit, and few again when it has run for long. */
const [firstDelay, lastDelay, longRun] = [100, 30_000, 60_000];

/** Milliseconds that a worker has beyond those for its connections, when it is to end. */
const grace = 2000;

/** How many they are, how long connections in progress may take at the end, in seconds, and where the administration service is. */
export interface WorkersOptions {
  readonly count: number;
  readonly drain: number;
  readonly admin: AdministrationOptions | null;
}

/** Runs this command several times, until it is told to stop; gives the exit code. */
export async function serveByWorkers({ count, drain, admin }: WorkersOptions, log: TextLog): Promise<number> {
  return new Promise((resolve) => {
    const workers = new Workers(count, drain, log, resolve);
    if (admin === null) return;
    void openAdministration(admin, administeredBy(() => workers.ask()), log).then((opened) => {
      if (opened === null) workers.end(exitCodes.error, 'SIGTERM');
    });
  });
}

/** Milliseconds after which who has not answered does not count. */
const longestSilence = 2000;

class Workers {
  private readonly questions = new Map<number, { readonly reports: ProcessReport[]; readonly wanted: number; readonly done: () => void }>();
  private asked = 0;
  private readonly running = new Map<number, Worker>();
  private readonly failures: number[];
  /** Each of them has served once: what goes wrong from now on goes wrong for one. */
  private readonly served = new Set<number>();
  private readonly delays = new Set<NodeJS.Timeout>();
  /** The exit code, once all are to end. */
  private ending: number | null = null;

  constructor(
    count: number,
    private readonly drain: number,
    private readonly log: TextLog,
    private readonly finish: (code: number) => void,
  ) {
    this.failures = new Array<number>(count + 1).fill(0);
    // Who is idle takes the next connection: the system deals them out, which costs this process nothing.
    if (process.platform !== 'win32') cluster.schedulingPolicy = cluster.SCHED_NONE;
    for (let number = 1; number <= count; number++) this.start(number);
    hear((signal) => {
      if (!isStop(signal)) this.tell(signal);
      else if (this.ending === null) this.end(exitCodes.fine, signal);
      else this.kill(signalExitCode(signal));
    });
  }

  private start(number: number): void {
    const worker = cluster.fork({ PIPYJS_WORKER: String(number) });
    const begun = performance.now();
    this.running.set(number, worker);
    worker.on('message', (news: News) => this.listen(number, news));
    worker.on('error', () => {});
    worker.on('exit', (code: number, signal: string | null) => {
      this.running.delete(number);
      if (this.ending !== null) this.finishIfDone();
      else if (!this.served.has(number) || code === exitCodes.budget) this.end(code, 'SIGTERM');
      else this.startAgain(number, signal === null ? `exit code ${code}` : `signal ${signal}`, performance.now() - begun);
    });
    this.log.write('info', `[worker] worker ${number} is process ${worker.process.pid}`);
  }

  private startAgain(number: number, why: string, lasted: number): void {
    if (lasted > longRun) this.failures[number] = 0;
    const delay = Math.min(lastDelay, firstDelay * 2 ** this.failures[number]++);
    this.log.write('error', `[worker] worker ${number} ended: ${why}; it starts again in ${delay / 1000} s`);
    const timer = setTimeout(() => {
      this.delays.delete(timer);
      this.start(number);
    }, delay);
    this.delays.add(timer);
  }

  private listen(number: number, news: News): void {
    switch (news.news) {
      case 'serving':
        this.served.add(number);
        this.log.write('info', `[worker] worker ${number} serves`);
        // Who has but begun does not hear yet what all were told.
        if (this.ending !== null) this.tell('SIGTERM', number);
        break;
      case 'restart':
        this.tell('SIGHUP');
        break;
      case 'report': {
        const question = this.questions.get(news.answer);
        question?.reports.push(news.report);
        if (question?.reports.length === question?.wanted) question?.done();
        break;
      }
      case 'exit':
        if (this.ending === null) this.end(news.code, 'SIGTERM');
    }
  }

  /** What those tell that answer in time. */
  ask(): Promise<readonly ProcessReport[]> {
    const number = ++this.asked;
    return new Promise((resolve) => {
      const reports: ProcessReport[] = [];
      const done = (): void => {
        clearTimeout(timer);
        this.questions.delete(number);
        resolve(reports);
      };
      const timer = setTimeout(done, longestSilence);
      const asked = [...this.running.values()].filter((worker) => worker.isConnected());
      this.questions.set(number, { reports, wanted: asked.length, done });
      for (const worker of asked) worker.send({ ask: number } satisfies Order);
      if (asked.length === 0) done();
    });
  }

  /** Tells all of them, or one. */
  private tell(signal: NodeJS.Signals, only?: number): void {
    for (const [number, worker] of this.running) if ((only ?? number) === number && worker.isConnected()) worker.send({ signal } satisfies Order);
  }

  end(code: number, signal: NodeJS.Signals): void {
    this.ending = code;
    for (const timer of this.delays) clearTimeout(timer);
    this.tell(signal);
    setTimeout(() => this.kill(code), this.drain * 1000 + grace);
    this.finishIfDone();
  }

  private finishIfDone(): void {
    if (this.running.size === 0) this.finish(this.ending!);
  }

  private kill(code: number): void {
    this.ending = code;
    for (const worker of this.running.values()) worker.process.kill('SIGKILL');
    this.finish(code);
  }
}
