/** A module of a code base: one file, evaluated once; and what its filters may know of where they stand. */
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { ModuleInstance } from '../language/evaluate/program.js';
import type { Context } from '../stream/runtime/context.js';
import type { ModuleReference, PlanSite } from '../stream/runtime/filter.js';
import type { Runtime } from '../stream/runtime/runtime.js';
import { complain } from './arguments.js';
import type { Configuration } from './configuration.js';
import type { Loader } from './loader.js';

export class Module implements PlanSite {
  /** Null when its file could not be read or compiled. */
  instance: ModuleInstance | null = null;
  /** What it evaluated to; null while it has not, or when it failed. */
  configuration: Configuration | null = null;
  /** It has not been evaluated to its end: who uses it now, uses it in a circle. */
  loading = true;
  /** Its evaluation has begun. */
  started = false;

  constructor(
    readonly loader: Loader,
    /** Normalised, such as `/plugins/router.js`. */
    readonly path: string,
    /** Where its variables lie in a context. */
    readonly index: number,
  ) {}

  get runtime(): Runtime {
    return this.loader.runtime;
  }

  module(path: string): ModuleReference {
    return this.loader.use(path);
  }

  assign(context: Context, values: unknown): void {
    if (!(values instanceof PlainObject)) return;
    const { names } = this.configuration!;
    const slots = context.slots[this.index];
    for (const name of values.ownKeys()) {
      const slot = names.indexOf(name);
      if (slot >= 0) slots[slot] = values.getOwn(name);
    }
  }

  refuse(complaint: string): never {
    return complain('PJS537', complaint);
  }
}
