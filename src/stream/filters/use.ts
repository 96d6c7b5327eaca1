/**
 * `use`: pipelines of other modules, one after the other, as if they stood here.
 *
 * Each module is a stage with a request pipeline and maybe a response pipeline, all in the context of this
 * filter. What comes out of the last request pipeline goes back through the response pipelines, from the last
 * stage that was entered to the first. With the first event that reaches a stage, and before anything of the
 * stage is made, the turn-down function is asked: when it answers true, this stage and all after it are
 * left out and the event takes the way back; the stage before, whose doing that was, has its response
 * pipeline run too.
 *
 * For the bridge: `plan` calls `site.module(path)` for every module in the order of the array, which loads it
 * there and then, and `module.pipeline(name, required)` for its pipelines. Their layouts must be set when the
 * code base is bound; they stay null for a pipeline that a module of an array does not have. They are no
 * sub-pipelines of this filter: the graph shows the label only. That two modules do not use each other in a
 * circle is for the bridge to check.
 */
import type { Event, Input } from '../events/event.js';
import type { Callback } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import type { PipelineLayout, PipelineReference } from '../runtime/layout.js';
import { callback, modules, optional, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

interface Stage {
  readonly request: PipelineReference;
  readonly response: PipelineReference | null;
}

export const use = defineFilter({
  name: 'use',
  since: '0.22',
  doc: 'Runs a pipeline of one or several other modules, one after the other, and back through their response pipelines. Modules of an array that have no such pipelines are passed over.',
  parameters: {
    modules: modules("The module's path from the root of the code base, or an array of paths."),
    pipeline: value('text', 'The name of the pipelines to run.'),
    responsePipeline: optional(value('text', 'The name of the pipelines to run on the way back, in reverse order.')),
    turnDown: optional(callback('boolean', 'Asked once before each module; returns whether to turn back there.')),
  },
  plan({ modules: paths, pipeline: name, responsePipeline, turnDown }, site) {
    const single = typeof paths === 'string';
    const used = (single ? [paths] : paths).map((path) => site.module(path));
    const stages = used.map((module): Stage => ({
      request: module.pipeline(name, single),
      response: responsePipeline === undefined ? null : module.pipeline(responsePipeline, false),
    }));
    const first = used.length === 0 ? '' : `${used[0].path} `;
    const others = used.length > 1 ? `(plus ${used.length - 1} more) ` : '';
    const way = new Way(stages, turnDown ?? null);
    return {
      label: `use ${first}${others}[${name}]`,
      create: (pipeline) => new Use(pipeline, way),
    };
  },
});

/** What all instances share. */
class Way {
  private entered: readonly Stage[] | null = null;

  constructor(
    private readonly all: readonly Stage[],
    readonly turnDown: Callback<boolean> | null,
  ) {}

  /** Those that have pipelines, which is known once the code base is bound. */
  get stages(): readonly Stage[] {
    return (this.entered ??= this.all.filter(({ request, response }) => request.layout !== null || (response?.layout ?? null) !== null));
  }
}

class Use extends Filter {
  private entrance: Input | null = null;

  constructor(
    pipeline: Pipeline,
    private readonly way: Way,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    this.entrance ??= this.wayIn(0);
    this.entrance.input(event);
  }

  /** Whether to turn back before a stage is for the script to say; where it need not be asked, `decided` is called at once. */
  turnsDown(decided: (down: boolean) => void): void {
    const { turnDown } = this.way;
    if (turnDown === null) decided(false);
    else this.ask(turnDown, decided);
  }

  /** Where a stage begins, or behind the last one. */
  private wayIn(index: number): Input {
    return index < this.way.stages.length ? new Entrance(this, index) : this.wayBack(index - 1);
  }

  /** The request pipeline of a stage, and behind it the next stage, or the way back. */
  enter(index: number): Input {
    const next = this.wayIn(index + 1);
    const { layout } = this.way.stages[index].request;
    return layout === null ? next : this.spawn(layout, next);
  }

  /** The response pipelines from that of a stage to that of the first, and the way out. */
  wayBack(index: number): Input {
    const { stages } = this.way;
    for (let i = index; i >= 0; i--) if (stages[i].response?.layout) return new Return(this, i);
    return this.next;
  }

  /** The response pipeline of a stage, and behind it the rest of the way back. */
  leave(index: number): Input {
    return this.spawn(this.way.stages[index].response!.layout!, this.wayBack(index - 1));
  }

  private spawn(layout: PipelineLayout, next: Input): Input {
    return this.pipeline.spawn(layout, this.pipeline.context, next);
  }
}

/** An input that leads where is decided with the first event; what comes before it is decided is kept. */
abstract class Turning implements Input {
  private onward: Input | null = null;
  private first: Event | null = null;
  /** What came while the first event is on its way. */
  private kept: Event[] | null = null;

  constructor(
    protected readonly use: Use,
    protected readonly index: number,
  ) {}

  input(event: Event): void {
    if (this.first !== null) {
      (this.kept ??= []).push(event);
    } else if (this.onward !== null) {
      this.onward.input(event);
    } else {
      this.first = event;
      this.decide();
    }
  }

  /** Calls `open`, now or later. */
  protected abstract decide(): void;

  protected open(onward: Input): void {
    this.onward = onward;
    onward.input(this.first!);
    const { kept } = this;
    if (kept !== null) for (let event = kept.shift(); event !== undefined; event = kept.shift()) onward.input(event);
    this.first = this.kept = null;
  }
}

/** Where a stage begins: unless the way is turned down there. */
class Entrance extends Turning {
  protected override decide(): void {
    const { use, index } = this;
    use.turnsDown((down) => this.open(down ? use.wayBack(index - 1) : use.enter(index)));
  }
}

/** Where a response pipeline begins: it is made when something comes to it. */
class Return extends Turning {
  protected override decide(): void {
    this.open(this.use.leave(this.index));
  }
}
