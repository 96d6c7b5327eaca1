/** Modules of Node that are loaded when they are first used: importing one takes milliseconds, and few scripts need it. */
import { createRequire } from 'node:module';

/** Gives the module of that name, each time the same. */
export function onDemand<T>(name: `node:${string}`): () => T {
  let loaded: T | null = null;
  return () => (loaded ??= createRequire(process.execPath)(name) as T);
}
