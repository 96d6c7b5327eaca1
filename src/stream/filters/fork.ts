import type { Event, Input } from '../events/event.js';
import type { Dynamic } from '../runtime/callback.js';
import type { Context } from '../runtime/context.js';
import { defineFilter, Filter, type PlanSite } from '../runtime/filter.js';
import type { PipelineReference } from '../runtime/layout.js';
import { dynamic, optional, pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const fork = defineFilter({
  name: 'fork',
  since: '0.22',
  doc: 'Copies all events to one or several sub-pipelines, whose output is thrown away, and passes them.',
  branches: 'discarded',
  parameters: {
    target: pipeline('The sub-pipeline.'),
    initializers: optional(
      dynamic(
        'any',
        'Makes a sub-pipeline for each element of an array, in a clone of the context where the fields of the element are variables. An object stands for an array of it; a function must return an array. Left out: one sub-pipeline in the same context.',
      ),
    ),
  },
  plan: ({ target, initializers }, site) => ({
    create: (owner) => new Fork(owner, target, initializers, site),
  }),
});

const nowhere: Input = { input() {} };

class Fork extends Filter {
  private branches: readonly Pipeline[] | null = null;

  constructor(
    owner: Pipeline,
    private readonly target: PipelineReference,
    private readonly initializers: Dynamic<unknown> | undefined,
    private readonly site: PlanSite,
  ) {
    super(owner);
  }

  protected override process(event: Event): void {
    if (this.branches !== null) this.copy(event);
    else this.begin(event);
  }

  private begin(event: Event): void {
    const { initializers } = this;
    if (initializers === undefined) {
      this.branches = [this.spawn(this.pipeline.context)];
      this.copy(event);
    } else {
      this.evaluate(initializers, (values) => this.initialize(values, event));
    }
  }

  private initialize(values: unknown, event: Event): void {
    const { heads } = this.pipeline.runtime.ports;
    const constant = this.initializers!.constant !== undefined;
    const list = heads.asList(values) ?? (constant && heads.asHead(values) !== null ? [values] : null);
    if (list === null) {
      this.note('error', 'invalid initializer list');
      this.fail();
      return;
    }
    this.branches = list.map((item) => {
      const context = this.pipeline.context.clone();
      this.site.assign(context, item);
      return this.spawn(context);
    });
    this.copy(event);
  }

  private spawn(context: Context): Pipeline {
    return this.pipeline.spawn(this.target.layout!, context, nowhere);
  }

  private copy(event: Event): void {
    for (const branch of this.branches!) branch.input(event.kind === 'Data' ? event.clone() : event);
    this.output(event);
  }
}
