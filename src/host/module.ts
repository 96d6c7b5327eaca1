/** A module of a code base: one file, evaluated once. */
import type { ModuleInstance } from '../language/evaluate/program.js';
import type { Runtime } from '../stream/runtime/runtime.js';
import type { Configuration } from './configuration.js';
import type { Loader } from './loader.js';

export class Module {
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
}
