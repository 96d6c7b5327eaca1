/**
 * What Node computes for globals: cryptography, and inflating of files. Nothing of the world is touched, so it takes
 * no permission; whoever starts a process gives it once, for all tenants.
 */
import { LimitError } from '../language/evaluate/script-error.js';
import type { Compression, Cryptography } from '../stream/runtime/ports.js';
import { complain } from './arguments.js';

export interface Computation {
  readonly cryptography: Cryptography;
  readonly compression: Compression;
}

let given: Computation | null = null;

/** Gives what globals compute with. */
export function useComputation(computation: Computation): void {
  given = computation;
}

export function computation(): Computation {
  return given ?? complain('PJS560', 'this program has no cryptography');
}

/** What the library computes; what it refuses is an error of the script, in the library's words. */
export function computed<T>(work: (cryptography: Cryptography) => T): T {
  const { cryptography } = computation();
  try {
    return work(cryptography);
  } catch (error) {
    if (error instanceof LimitError) throw error;
    return complain('PJS560', error instanceof Error ? error.message : 'failed');
  }
}
