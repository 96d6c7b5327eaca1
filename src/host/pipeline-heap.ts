/** What pipelines hold of a tenant's: where a walk through its heap goes on, and where it ends. */
import type { HeapWalk } from '../language/evaluate/heap-walk.js';
import { PipelineLayout } from '../stream/runtime/layout.js';
import { Pipeline } from '../stream/runtime/pipeline.js';
import { Runtime } from '../stream/runtime/runtime.js';
import { Module } from './module.js';

const borders = [Runtime, PipelineLayout, Pipeline, Module];

/** Whether a host object that filters, sessions and codecs know is not theirs: it is shared, or comes by itself. */
export function isBorder(object: object): boolean {
  return borders.some((border) => object instanceof border);
}

/** A pipeline with those that belong to it: their variables, what their filters hold, and whoever takes what comes out. */
export function reachPipeline(walk: HeapWalk, pipeline: Pipeline): void {
  const waiting = [pipeline];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { context, filters, target, children } = next.parts;
    walk.add(pipelineBytes);
    walk.context(context);
    walk.host(filters);
    walk.host(target);
    waiting.push(...children);
  }
}

/** What V8 takes for a pipeline without its filters. */
const pipelineBytes = 200;
