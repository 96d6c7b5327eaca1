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
    this.entrance = this.stages.length === 0 ? this.exit : this.stage(0);
  }

  protected override process(event: Event): void {
    this.entrance.input(event);
  }

  private readonly exit: Input = { input: (event) => this.output(event) };

  /** The way in to a stage; where it leads is decided with the first event. */
  private stage(index: number): Input {
    let onward: Input | null = null;
    let asking = false;
    const kept: Event[] = [];
    const decide = (down: boolean): void => {
      onward = down ? this.wayBack(index - 1) : this.run(index);
      for (let event = kept.shift(); event !== undefined; event = kept.shift()) onward.input(event);
    };
    return {
      input: (event) => {
        if (onward !== null && kept.length === 0) {
          onward.input(event);
          return;
        }
        kept.push(event);
        if (asking) return;
        asking = true;
        if (this.turnDown === null) decide(false);
        else this.ask(this.turnDown, decide);
      },
    };
  }

  /** The request pipeline of a stage, and behind it the next stage, or the way back. */
  private run(index: number): Input {
    const next = index + 1 < this.stages.length ? this.stage(index + 1) : this.wayBack(index);
    return this.through(this.stages[index].request.layout, next);
  }

  /** The response pipelines from that of a stage to that of the first, and the way out. */
  private wayBack(index: number): Input {
    if (index < 0) return this.exit;
    return this.through(this.stages[index].response?.layout ?? null, lazy(() => this.wayBack(index - 1)));
  }

  private through(layout: PipelineLayout | null, next: Input): Input {
    return layout === null ? next : this.pipeline.spawn(layout, this.pipeline.context, next);
  }
}

/** An input that is made when the first event comes. */
function lazy(make: () => Input): Input {
  let made: Input | null = null;
  return {
    input(event) {
      made ??= make();
      made.input(event);
    },
  };
}
