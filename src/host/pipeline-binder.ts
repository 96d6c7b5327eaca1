/** Names of pipelines to their layouts, and what can be wrong with how they lead to each other. */
import type { Site } from '../language/evaluate/calls.js';
import type { Diagnostic } from '../language/source/diagnostic.js';
import { suggest } from '../language/source/suggest.js';
import type { PipelineLayout, PipelineReference } from '../stream/runtime/layout.js';
import { findingAt } from './fault.js';
import type { ModulePipeline } from './loader.js';
import type { Module } from './module.js';

/** At most this many pipelines lie within each other. */
const maxNesting = 16;

/** Sets the layouts of all references; gives what is wrong. */
export function bindPipelines(modules: readonly Module[], used: readonly ModulePipeline[]): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const module of modules) {
    const { pipelines, references } = module.configuration!;
    for (const reference of references) {
      if (reference.name === '') continue;
      reference.layout = pipelines.get(reference.name) ?? null;
      if (reference.layout === null) findings.push(notFound('PJS530', reference, module, [reference.name], pipelines.keys()));
    }
  }
  for (const { reference, module, required } of used) {
    const { pipelines } = module.configuration!;
    reference.layout = pipelines.get(reference.name) ?? null;
    if (reference.layout === null && required) {
      findings.push(notFound('PJS532', reference, module, [module.path, reference.name], pipelines.keys()));
    }
  }
  return findings.length > 0 ? findings : new NestingCheck(modules, used).run();
}

function notFound(
  code: 'PJS530' | 'PJS532',
  reference: PipelineReference,
  module: Module,
  fill: string[],
  candidates: Iterable<string>,
): Diagnostic {
  const near = suggest(reference.name, candidates);
  return findingAt(code, reference.origin as Site | null, module.path, fill, near === null ? undefined : `did you mean '${near}'?`);
}

/** Finds pipelines that reach themselves, and those that lie too deep. */
class NestingCheck {
  private readonly findings: Diagnostic[] = [];
  private readonly depths = new Map<PipelineLayout, number>();
  private readonly path = new Set<PipelineLayout>();
  /** By filter, the pipelines of other modules that it runs. */
  private readonly used = new Map<Site, PipelineReference[]>();

  constructor(
    private readonly modules: readonly Module[],
    used: readonly ModulePipeline[],
  ) {
    for (const { reference } of used) {
      const site = reference.origin as Site;
      const list = this.used.get(site);
      if (list === undefined) this.used.set(site, [reference]);
      else list.push(reference);
    }
  }

  run(): Diagnostic[] {
    for (const { configuration } of this.modules) {
      const { listens, tasks, pipelines } = configuration!;
      for (const { layout } of [...listens, ...tasks]) this.depthOf(layout);
      for (const layout of pipelines.values()) this.depthOf(layout);
    }
    return this.findings;
  }

  /** How many pipelines lie in this one, itself included. */
  private depthOf(layout: PipelineLayout): number {
    const known = this.depths.get(layout);
    if (known !== undefined) return known;
    this.path.add(layout);
    let depth = 0;
    for (const { references, origin } of layout.filters) {
      for (const reference of [...references, ...(this.used.get(origin as Site) ?? [])]) {
        if (reference.layout === null) continue;
        if (this.path.has(reference.layout)) this.find('PJS531', reference, reference.name);
        else depth = Math.max(depth, this.depthOf(reference.layout));
      }
    }
    this.path.delete(layout);
    this.depths.set(layout, depth + 1);
    if (depth + 1 === maxNesting + 1) this.findings.push(findingAt('PJS535', null, layout.module, [layout.title, String(maxNesting)]));
    return depth + 1;
  }

  private find(code: 'PJS531', reference: PipelineReference, name: string): void {
    this.findings.push(findingAt(code, reference.origin as Site | null, reference.layout!.module, [name]));
  }
}
