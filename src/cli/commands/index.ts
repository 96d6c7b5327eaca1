/** The commands of `pipyjs`: the one line that adding a command takes beside its file. */
import type { CommandDefinition } from '../command.js';

/** Each is loaded when it is wanted: those that are not would take most of the time that starting takes. */
const loaders: Readonly<Record<string, () => Promise<CommandDefinition>>> = {
  run: async () => (await import('./run.js')).run,
  host: async () => (await import('./host.js')).host,
  eval: async () => (await import('./eval.js')).evaluate,
  check: async () => (await import('./check.js')).check,
  explain: async () => (await import('./explain.js')).explain,
  migrate: async () => (await import('./migrate.js')).migrate,
  conformance: async () => (await import('./conformance.js')).conformance,
  testee: async () => (await import('./testee.js')).testee,
  demo: async () => (await import('./demo.js')).demo,
};

/** The command that a command line begins with, which is `run` where it begins with a file; all of them where it begins with an option, or is empty. */
export async function commandsFor(first: string | undefined): Promise<CommandDefinition[]> {
  if (first === undefined || first.startsWith('-')) return Promise.all(Object.values(loaders).map((load) => load()));
  return [await (Object.hasOwn(loaders, first) ? loaders[first] : loaders['run'])()];
}
