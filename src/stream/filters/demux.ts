import { MessageEnd, MessageStart, type Event, type Input } from '../events/event.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { Holds } from '../runtime/flow.js';
import { Kept } from '../runtime/kept.js';
import type { PipelineLayout } from '../runtime/layout.js';
import { pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

/** Messages that may wait for their answers before no more are read. */
const maxWaiting = 64;
/** Bytes of an answer that may wait for their turn before those who send them are held. */
const maxEarly = 1 << 20;

export const demux = defineFilter({
  name: 'demux',
  since: '0.22',
  doc: 'Feeds each message to a sub-pipeline of its own with a clone of the context, and gives out one message of each in the order of the input.',
  parameters: { target: pipeline('The sub-pipeline that gets one message.') },
  plan: ({ target }) => ({ create: (owner) => new Demux(owner, target.layout!) }),
});

/** One message, and what has come out for it. */
class Branch implements Input {
  readonly early = new Kept(maxEarly);
  started = false;
  ended = false;
  pipeline: Pipeline | null = null;

  constructor(private readonly answer: (branch: Branch, event: Event) => void) {}

  input(event: Event): void {
    this.answer(this, event);
  }
}

class Demux extends Filter {
  private readonly branches: Branch[] = [];
  private current: Branch | null = null;
  private readonly holds = new Holds();

  constructor(
    owner: Pipeline,
    private readonly layout: PipelineLayout,
  ) {
    super(owner);
  }

  override close(): void {
    this.holds.lift();
    for (const branch of this.branches) branch.early.clear();
  }

  protected override process(event: Event): void {
    switch (event.kind) {
      case 'MessageStart':
        if (this.current === null) this.begin(event);
        break;
      case 'Data':
        this.current?.pipeline?.input(event);
        break;
      default:
        this.endMessage(event.kind === 'MessageEnd' ? event : new MessageEnd());
    }
  }

  private begin(start: Event): void {
    const branch = new Branch((from, event) => this.answer(from, event));
    branch.pipeline = this.pipeline.spawn(this.layout, this.pipeline.context.clone(), branch);
    this.branches.push(branch);
    this.current = branch;
    if (this.branches.length > maxWaiting) this.holds.hold(this.pipeline.runtime.flow);
    branch.pipeline.input(start);
  }

  private endMessage(end: MessageEnd): void {
    const branch = this.current;
    this.current = null;
    branch?.pipeline?.input(end);
  }

  /** One message for each: what comes before or after it is dropped, and an end without one is an empty one. */
  private answer(branch: Branch, event: Event): void {
    if (branch.ended) return;
    if (event.kind === 'MessageStart') {
      if (!branch.started) this.give(branch, event);
      branch.started = true;
    } else if (event.kind === 'Data') {
      if (branch.started) this.give(branch, event);
    } else {
      if (event.kind === 'MessageEnd' && !branch.started) return;
      if (!branch.started) this.give(branch, new MessageStart(null));
      branch.ended = true;
      this.give(branch, event.kind === 'MessageEnd' ? event : new MessageEnd());
      branch.pipeline?.release();
      branch.pipeline = null;
      this.advance();
    }
  }

  private give(branch: Branch, event: Event): void {
    if (branch === this.branches[0]) this.output(event);
    else branch.early.add(event, this.pipeline.runtime.flow);
  }

  private advance(): void {
    while (this.branches[0]?.ended) {
      this.branches.shift();
      this.branches[0]?.early.release(this.pipeline.runtime.flow, (event) => this.output(event));
    }
    if (this.branches.length <= maxWaiting / 2) this.holds.lift();
  }
}
