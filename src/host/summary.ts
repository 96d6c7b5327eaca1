/** A loaded code base as data: what it consists of, and what its modules share. */
import { drawModule } from './graph.js';
import type { LoadedCodebase } from './loader.js';

export interface CodebaseSummary {
  /** Paths, in the order in which the modules were evaluated to their end. */
  readonly modules: readonly string[];
  /** Namespace → name → path of the module that shares it. */
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Path of a module → name → namespace. Modules that import nothing are left out. */
  readonly imports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The lines of the log that show the pipelines. */
  readonly graph: readonly string[];
}

export function summarize({ modules, linked }: LoadedCodebase): CodebaseSummary {
  const exports = [...linked.exports].map(([namespace, names]) => [namespace, table([...names].map(([name, { module }]) => [name, module.path]))] as const);
  const imports = modules.map(({ path, index }) => {
    const names = [...linked.imports[index]].map(([name, { namespace }]) => [name, namespace] as const);
    return [path, table(names)] as const;
  });
  return {
    modules: modules.map(({ path }) => path),
    exports: table(exports),
    imports: table(imports.filter(([, names]) => Object.keys(names).length > 0)),
    graph: modules.flatMap((module) => drawModule(module)),
  };
}

/** Names are the script's: no name among them means anything to the host. */
function table<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries);
}
