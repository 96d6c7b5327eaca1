import { Data } from '../bytes/data.js';
import { StreamEnd, type Event } from '../events/event.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { highMark, Holds, Valve } from '../runtime/flow.js';
import { dynamic } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import type { Cancelable, ChildProcess } from '../runtime/ports.js';
import type { Runtime } from '../runtime/runtime.js';

/** How long the output of a process may stay open after the process is gone, in milliseconds. */
const longestOutput = 1000;

export const exec = defineFilter({
  name: 'exec',
  since: '0.22',
  doc: 'Starts a process with the first event, writes the bytes it gets to its input, and gives the bytes of its output. The process is killed when the stream is over.',
  parameters: { command: dynamic('any', 'The command and its arguments: an array, or text with blanks between them.') },
  plan: ({ command }, { runtime }) => ({
    ...(command.constant !== undefined && { starts: wordsOf(command.constant, runtime)[0] }),
    create: (pipeline) => new Exec(pipeline, command),
  }),
});

function wordsOf(command: unknown, { ports: { heads } }: Runtime): string[] {
  const list = heads.asList(command);
  if (list !== null) return list.map((word) => heads.text(word) ?? '');
  return (heads.text(command) ?? '').split(' ').filter((word) => word !== '');
}

class Exec extends Filter {
  private used = false;
  /** Null before it has been started, and when it is gone. */
  private running: ChildProcess | null = null;
  private outputEnded = false;
  private readonly holds = new Holds();
  private lastOutput: Cancelable | null = null;

  constructor(
    pipeline: Pipeline,
    private readonly command: Dynamic<unknown>,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    if (this.used) {
      this.take(event);
      return;
    }
    this.used = true;
    this.evaluate(this.command, (command) => {
      this.start(wordsOf(command, this.pipeline.runtime));
      this.take(event);
    });
  }

  override close(): void {
    this.lastOutput?.cancel();
    this.holds.lift();
    this.outputEnded = true;
    this.running?.kill();
    this.running = null;
  }

  private start(command: readonly string[]): void {
    const { runtime } = this.pipeline;
    if (command.length === 0 || command[0] === '') {
      this.refuse('command is empty');
      return;
    }
    try {
      const process = runtime.ports.processes.spawn(command, {
        origin: this.origin,
        onData: (bytes) => runtime.run(() => runtime.flow.through(valve, () => this.give(new Data(bytes)))),
        onEnd: () => runtime.run(() => this.endOutput()),
        onExit: () => this.exited(),
        onDrain: () => this.holds.lift(),
      });
      const valve = new Valve(process);
      this.running = process;
    } catch (error) {
      this.refuse(error instanceof Error ? error.message : String(error));
    }
  }

  private refuse(complaint: string): void {
    this.note('error', complaint);
    this.fail();
  }

  private take(event: Event): void {
    const process = this.running;
    if (process === null) return;
    if (event.kind === 'StreamEnd') process.end();
    else if (event.kind === 'Data' && event.size > 0) {
      process.write(event);
      if (process.unsent > highMark) this.holds.hold(this.pipeline.runtime.flow);
    }
  }

  private give(event: Event): void {
    if (this.pipeline.released || this.outputEnded) return;
    this.outputEnded = event.kind === 'StreamEnd';
    this.output(event);
    this.pipeline.context.group.activity();
  }

  /** Its output ends soon, unless a process of its own keeps it open. */
  private exited(): void {
    const { runtime } = this.pipeline;
    this.running = null;
    this.holds.lift();
    if (!this.outputEnded) this.lastOutput = runtime.ports.clock.after(longestOutput, () => runtime.run(() => this.endOutput()));
  }

  private endOutput(): void {
    this.lastOutput?.cancel();
    this.give(new StreamEnd());
  }
}
