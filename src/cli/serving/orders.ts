/** What a process that serves is told from outside: by signals, or, where it is one of several, by the one that looks after them. */
import cluster from 'node:cluster';
import type { ProcessReport } from './admin.js';

/** From the process that looks after the others: a signal that came, or a question. */
export type Order = { readonly signal: NodeJS.Signals } | { readonly ask: number };

/** What it is told: that a worker serves, that its script asked for all to end, or to be loaded again; and the answer to its question of that number. */
export type News =
  | { readonly news: 'serving' }
  | { readonly news: 'exit'; readonly code: number }
  | { readonly news: 'restart' }
  | { readonly news: 'report'; readonly answer: number; readonly report: ProcessReport };

/** Which of several workers this process is, from 1; 0 where it serves alone. */
export const workerNumber = cluster.isWorker ? Number(process.env['PIPYJS_WORKER']) : 0;

const stopping: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/** Signals that tasks may wait for. */
const others: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGCONT', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGWINCH', 'SIGIO'];

/** Tells `heard` of every signal that this process gets; a worker hears what the others hear, and is not told twice. */
export function hear(heard: (signal: NodeJS.Signals) => void): void {
  if (workerNumber === 0) {
    listen(heard);
    return;
  }
  // A terminal signals all processes that it has.
  listen(() => {});
  process.on('message', (order: Order) => 'signal' in order && heard(order.signal));
  process.on('disconnect', () => heard('SIGTERM'));
}

/** Answers the questions of the process that looks after this one. */
export function answer(report: () => ProcessReport): void {
  process.on('message', (order: Order) => 'ask' in order && tell({ news: 'report', answer: order.ask, report: report() }));
}

/** Tells the process that looks after this one. */
export function tell(news: News): void {
  if (process.connected) process.send!(news);
}

function listen(heard: (signal: NodeJS.Signals) => void): void {
  for (const signal of [...stopping, ...others]) {
    try {
      process.on(signal, heard);
    } catch {
      // A platform that lacks a signal never sends it.
    }
  }
}

export function isStop(signal: NodeJS.Signals): boolean {
  return stopping.includes(signal);
}
