/** A task: a pipeline that runs at start, at an interval or at a signal, never twice at once. */
import { MessageEnd, MessageStart, type Event, type Input } from '../stream/events/event.js';
import { Pipeline } from '../stream/runtime/pipeline.js';
import type { Cancelable } from '../stream/runtime/ports.js';
import type { TaskDeclaration } from './configuration.js';

export class Task implements Input {
  private pipeline: Pipeline | null = null;
  private timer: Cancelable | null = null;

  constructor(private readonly declaration: TaskDeclaration) {}

  /** Runs it, or waits for its time. */
  start(): void {
    const { layout, when } = this.declaration;
    if ('every' in when) this.timer = layout.runtime.ports.clock.every(when.every * 1000, () => this.run());
    if (!('signal' in when)) this.run();
  }

  /** The signal it waits for; null when it waits for none. */
  get signal(): string | null {
    const { when } = this.declaration;
    return 'signal' in when ? when.signal : null;
  }

  /** Runs it, unless it runs. */
  run(): void {
    if (this.pipeline !== null) return;
    const { layout } = this.declaration;
    layout.runtime.run(() => {
      const pipeline = new Pipeline(layout, layout.runtime.newContext(null), this);
      this.pipeline = pipeline;
      pipeline.input(new MessageStart(null));
      pipeline.input(new MessageEnd());
    });
  }

  /** What comes out of the pipeline: its end ends this run. */
  input(event: Event): void {
    if (event.kind === 'StreamEnd') this.end();
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = null;
    this.end();
  }

  private end(): void {
    const { pipeline } = this;
    this.pipeline = null;
    if (pipeline !== null) this.declaration.layout.runtime.run(() => pipeline.release());
  }
}
