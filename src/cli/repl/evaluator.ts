/** The evaluating thread, as the terminal's thread sees it: questions and answers, and a way to stop it. */
import { Worker } from 'node:worker_threads';
import { moduleUrl } from '../paths.js';
import type { Answered, Asked, Question, Reply, Setup } from './protocol.js';

export class Evaluator {
  private readonly stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private asked = 0;
  /** Threads that have been told to end. */
  private readonly ending = new Set<Worker>();
  /** Null after it failed, until it is needed. */
  private worker: Worker | null;

  constructor(private readonly setup: Omit<Setup, 'stop'>) {
    this.worker = this.start();
  }

  ask(question: Question): Promise<Reply> {
    Atomics.store(this.stop, 0, 0);
    const asked: Asked = { id: ++this.asked, ...question };
    return new Promise((resolve) => {
      this.waiting.set(asked.id, resolve);
      this.worker ??= this.start();
      this.worker.postMessage(asked);
    });
  }

  /** Asks what is under way to stop. */
  interrupt(): void {
    Atomics.store(this.stop, 0, 1);
  }

  /** Ends the thread whatever it does, with the session; the next question begins a new one. */
  end(reason: string): void {
    const { worker } = this;
    if (worker !== null) {
      worker.removeAllListeners();
      worker.on('error', () => {});
      this.ending.add(worker);
      void worker.terminate().then(() => this.ending.delete(worker));
    }
    this.worker = null;
    for (const resolve of this.waiting.values()) resolve({ ok: false, text: `${reason}: the session begins anew` });
    this.waiting.clear();
  }

  /** Ends the thread for good; gives whether it, and those before it, have ended within a time. */
  async close(milliseconds: number): Promise<boolean> {
    this.end('left');
    const late = new Promise((resolve) => void setTimeout(resolve, milliseconds));
    await Promise.race([late, Promise.all([...this.ending].map((worker) => worker.terminate()))]);
    return this.ending.size === 0;
  }

  private start(): Worker {
    const setup: Setup = { ...this.setup, stop: this.stop };
    const worker = new Worker(moduleUrl('repl/thread.js'), { workerData: setup });
    worker.on('message', ({ id, ...reply }: Answered) => {
      this.waiting.get(id)?.(reply);
      this.waiting.delete(id);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'the memory of the process is used up' : `[bug] ${error.stack ?? error.message}`);
    });
    return worker;
  }
}
