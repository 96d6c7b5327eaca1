/** The evaluating thread, as the terminal's thread sees it: questions and answers, and a way to stop it. */
import { Worker } from 'node:worker_threads';
import { moduleUrl } from '../paths.js';
import type { Answered, Asked, Question, Reply, Setup } from './protocol.js';

export class Evaluator {
  private readonly stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private asked = 0;
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
    this.worker?.removeAllListeners();
    this.worker?.on('error', () => {});
    void this.worker?.terminate();
    this.worker = null;
    for (const resolve of this.waiting.values()) resolve({ ok: false, text: `${reason}: the session begins anew` });
    this.waiting.clear();
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
