/**
 * The plan of a pipeline: made once when its module is loaded, instantiated for every stream.
 */
import type { FilterDefinition, FilterPlan } from './filter.js';
import type { Runtime } from './runtime.js';

/** A sub-pipeline by name. `layout` is set when the module has been loaded whole; '' stays null. */
export class PipelineReference {
  layout: PipelineLayout | null = null;
  constructor(
    readonly name: string,
    /** Where it was written, for the bridge's messages. */
    readonly origin: unknown,
  ) {}
}

export interface FilterEntry {
  readonly definition: FilterDefinition;
  readonly plan: FilterPlan;
  /** The sub-pipelines that its arguments name, in their order. */
  readonly references: readonly PipelineReference[];
  /** Where it was written, for the bridge's messages. */
  readonly origin: unknown;
}

export type PipelineKind = 'listen' | 'task' | 'named';

export class PipelineLayout {
  filters: FilterEntry[] = [];
  /** Pipelines that were made of it, how many of them are gone, and how many gave an error at their end. */
  begun = 0;
  gone = 0;
  failed = 0;
  /** Connections that are open from here. */
  outbound = 0;

  constructor(
    readonly runtime: Runtime,
    readonly kind: PipelineKind,
    /** `8000@0.0.0.0`, `Task #1`, or the pipeline's name. */
    readonly name: string,
    /** As the start-up graph heads it, without brackets: `Listen on 8000 at 0.0.0.0`. */
    readonly title: string,
    /** The path of the module that declares it. */
    readonly module: string,
  ) {}
}
