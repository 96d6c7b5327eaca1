/** From a module to those that it imports, and theirs: found, and bound to each other. */
import type { Site } from '../language/evaluate/calls.js';
import { bindImports } from '../language/evaluate/module-graph.js';
import type { ModuleInstance } from '../language/evaluate/program.js';
import type { Diagnostic } from '../language/source/diagnostic.js';
import { normalizePath } from './codebase.js';
import { findingAt } from './fault.js';

export interface ImportsLoaded {
  /** Whether all of them are there, so that they were bound. */
  readonly complete: boolean;
  readonly findings: readonly Diagnostic[];
}

/** `open` gives the module at a path, the same each time, or null when there is none that can run: then it has told why. */
export function loadImports(root: ModuleInstance, open: (path: string, site: Site) => ModuleInstance | null): ImportsLoaded {
  const findings: Diagnostic[] = [];
  const modules = new Set([root]);
  let complete = true;
  for (const module of modules) {
    const { source, module: table } = module.program;
    const requested: ModuleInstance[] = [];
    for (const { specifier, span } of table.requests) {
      const site: Site = { name: null, source, span };
      const path = resolveSpecifier(specifier, source.name);
      if (path === null) findings.push(findingAt('PJS310', site, source.name, [`'${specifier}'`]));
      const found = path === null ? null : open(path, site);
      if (found === null) {
        complete = false;
        continue;
      }
      requested.push(found);
      modules.add(found);
    }
    module.requested = requested;
  }
  if (complete) findings.push(...bindImports(modules));
  return { complete, findings };
}

/** The path that a specifier names, from the module at `from`; null for what is no path. */
export function resolveSpecifier(specifier: string, from: string): string | null {
  if (specifier.startsWith('/')) return normalizePath(specifier);
  if (!specifier.startsWith('./') && !specifier.startsWith('../')) return null;
  return normalizePath(`${from.slice(0, from.lastIndexOf('/') + 1)}${specifier}`);
}
