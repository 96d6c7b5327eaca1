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
    return {
      label: `use ${first}${others}[${name}]`,
      create: (pipeline) => new Use(pipeline, stages, turnDown ?? null),
    };
  },
});

class Use extends Filter {
  private readonly stages: readonly Stage[];
  private readonly entrance: Input;

  constructor(
    pipeline: Pipeline,
    stages: readonly Stage[],
    private readonly turnDown: Callback<boolean> | null,
  ) {
    super(pipeline);
    this.stages = stages.filter(({ request, response }) => request.layout !== null || (response?.layout ?? null) !== null);
    this.entrance = this.wayIn(0);
  }

  protected override process(event: Event): void {
    this.entrance.input(event);
  }

  private readonly exit: Input = { input: (event) => this.output(event) };

  /** Where a stage begins, or behind the last one. */
  private wayIn(index: number): Input {
    return index < this.stages.length ? new Entrance((decided) => this.decide(index, decided)) : this.wayBack(index - 1);
  }

  /** Where the way leads from the entrance of a stage. */
  private decide(index: number, decided: (onward: Input) => void): void {
    if (this.turnDown === null) decided(this.run(index));
    else this.ask(this.turnDown, (down) => decided(down ? this.wayBack(index - 1) : this.run(index)));
  }

  /** The request pipeline of a stage, and behind it the next stage, or the way back. */
  private run(index: number): Input {
    const next = this.wayIn(index + 1);
    const { layout } = this.stages[index].request;
    return layout === null ? next : this.spawn(layout, next);
  }

  /** The response pipelines from that of a stage to that of the first, and the way out. Each is made when something comes to it. */
  private wayBack(index: number): Input {
    for (let i = index; i >= 0; i--) {
      const layout = this.stages[i].response?.layout;
      if (layout) return new Entrance((decided) => decided(this.spawn(layout, this.wayBack(i - 1))));
    }
    return this.exit;
  }

  private spawn(layout: PipelineLayout, next: Input): Input {
    return this.pipeline.spawn(layout, this.pipeline.context, next);
  }
}

/** An input that leads where is decided with the first event; what comes before it is decided is kept. */
class Entrance implements Input {
  private onward: Input | null = null;
  /** Null before the first event, and when all that was kept has gone on. */
  private kept: Event[] | null = null;

  constructor(private readonly decide: (decided: (onward: Input) => void) => void) {}

  input(event: Event): void {
    if (this.kept !== null) {
      this.kept.push(event);
    } else if (this.onward !== null) {
      this.onward.input(event);
    } else {
      this.kept = [event];
      this.decide((onward) => this.open(onward));
    }
  }

  private open(onward: Input): void {
    const kept = this.kept!;
    this.onward = onward;
    for (let event = kept.shift(); event !== undefined; event = kept.shift()) onward.input(event);
    this.kept = null;
  }
}
