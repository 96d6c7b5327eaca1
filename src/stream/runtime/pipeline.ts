/** A pipeline: one instance of a layout, made for one stream. */
import type { Event, Input } from '../events/event.js';
import type { Context } from './context.js';
import type { Filter } from './filter.js';
import type { PipelineLayout } from './layout.js';
import type { RosterEntry } from './roster.js';
import type { Runtime } from './runtime.js';

export class Pipeline implements Input {
  readonly runtime: Runtime;
  /** Set when the pipeline has been let go; nothing flows through it any more. */
  released = false;
  private readonly filters: Filter[];
  /** Those that belong to this one, in no order; null while there are none. */
  private children: Pipeline[] | null = null;
  /** Where it stands among its parent's children. */
  private place = 0;
  /** Of those without a parent. */
  private entry: RosterEntry<Pipeline> | null = null;
  private readonly head: Input;

  /** Events come out at `target`. A pipeline with a parent is released with it at the latest. */
  constructor(
    readonly layout: PipelineLayout,
    readonly context: Context,
    private readonly target: Input,
    private readonly parent: Pipeline | null = null,
  ) {
    this.runtime = layout.runtime;
    layout.begun++;
    if (parent === null) this.entry = this.runtime.pipelines.add(this);
    else if (parent.children === null) parent.children = [this];
    else this.place = parent.children.push(this) - 1;
    const { filters: entries } = layout;
    // A list that is made in its size takes no more room than it needs; nearly all have one or two.
    this.filters = new Array<Filter>(entries.length);
    for (let i = 0; i < entries.length; i++) this.filters[i] = entries[i].plan.create(this);
    let next: Input = new Tail(this);
    for (let i = entries.length - 1; i >= 0; i--) {
      const filter = this.filters[i];
      filter.next = next;
      filter.index = i;
      next = filter;
    }
    this.head = next;
  }

  /** What it is made of, for whoever counts what is held. */
  get parts(): { readonly context: Context; readonly filters: readonly Filter[]; readonly target: Input; readonly children: readonly Pipeline[] } {
    const { context, filters, target, children } = this;
    return { context, filters, target, children: children ?? [] };
  }

  /** Which server its stream talks to, or talked to last, where that is known. */
  get upstream(): string | null {
    return this.context.upstream;
  }

  input(event: Event): void {
    if (!this.released) this.head.input(event);
  }

  /** Makes a pipeline that belongs to this one. */
  spawn(layout: PipelineLayout, context: Context, target: Input): Pipeline {
    return new Pipeline(layout, context, target, this);
  }

  /** Asks the filters to finish what is in progress, and those of the pipelines that belong to this one. */
  shutdown(): void {
    for (const filter of this.filters) filter.shutdown();
    if (this.children !== null) for (const child of [...this.children]) child.shutdown();
  }

  /** Lets the pipeline and all its children go. Filters are closed at the end of the current turn. */
  release(): void {
    if (this.released) return;
    this.released = true;
    this.layout.gone++;
    if (this.entry !== null) this.runtime.pipelines.remove(this.entry);
    this.parent?.forget(this);
    this.runtime.closeLater(this);
    const { children } = this;
    this.children = null;
    if (children !== null) for (const child of children) child.release();
  }

  /** Closes the filters; called by the runtime at the end of the turn in which it was released. */
  close(): void {
    for (const filter of this.filters) {
      filter.stopWaiting();
      filter.close();
    }
  }

  /** Takes a child out; the last one takes its place. */
  private forget(child: Pipeline): void {
    const { children } = this;
    if (children === null) return;
    const last = children.pop()!;
    if (last === child) return;
    children[child.place] = last;
    last.place = child.place;
  }

  /** What comes out of the last filter. */
  leave(event: Event): void {
    if (this.released) return;
    if (event.kind === 'StreamEnd' && event.error !== '') this.layout.failed++;
    this.target.input(event);
  }
}

class Tail implements Input {
  constructor(private readonly pipeline: Pipeline) {}

  input(event: Event): void {
    this.pipeline.leave(event);
  }
}
