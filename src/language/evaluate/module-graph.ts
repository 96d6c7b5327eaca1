/** How modules are bound to each other, and the order in which they run (ECMA-262 16.2.1.5 and 16.2.1.6). */
import { wording, codes, type Code } from '../source/codes.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { Span } from '../source/span.js';
import { suggest } from '../source/suggest.js';
import { hole } from './array.js';
import type { ClassDescriptor, MemberDefinition } from './class.js';
import { getSlot, newFrame } from './frame.js';
import { NamespaceObject } from './host-object.js';
import type { ImportLink } from './module-frame.js';
import type { ModuleInstance } from './program.js';
import { ScriptError } from './script-error.js';
import type { Value } from './value.js';

/** Binds what the modules import: each knows the modules that it requests. Gives what is wrong. */
export function bindImports(modules: Iterable<ModuleInstance>): Diagnostic[] {
  const binder = new Binder();
  for (const module of modules) binder.bind(module);
  return binder.findings;
}

/** `root` and what it requests, directly or not, each after what it requests itself; circles are cut where they close. */
export function evaluationOrder(root: ModuleInstance): ModuleInstance[] {
  const order: ModuleInstance[] = [];
  const seen = new Set([root]);
  const open = [{ module: root, next: 0 }];
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const requested = at.module.requested[at.next++];
    if (requested === undefined) {
      order.push(at.module);
      open.pop();
    } else if (!seen.has(requested)) {
      seen.add(requested);
      open.push({ module: requested, next: 0 });
    }
  }
  return order;
}

/** Why a name that is exported leads nowhere. */
type Failure = 'missing' | 'ambiguous' | 'circular';

const failureCodes: Readonly<Record<Failure, Code>> = { missing: 'PJS311', ambiguous: 'PJS312', circular: 'PJS313' };

class Binder {
  readonly findings: Diagnostic[] = [];

  bind(module: ModuleInstance): void {
    const { imports, firstImport, exports } = module.program.module;
    const nowhere: ImportLink = { frame: newFrame(null, 1), slot: 0 };
    const links = imports.map(({ request, name, span }) => {
      const from = module.requested[request];
      if (name === null) return this.namespaceOf(from);
      return this.resolveOrFind(module, from, name, span) ?? nowhere;
    });
    module.frame.imports = firstImport === 0 ? links : [...module.frame.imports.slice(0, firstImport), ...links];
    for (const entry of exports) {
      if (entry.kind === 'from' && entry.imported !== null) this.resolveOrFind(module, module.requested[entry.request], entry.imported, entry.span);
    }
  }

  private resolveOrFind(module: ModuleInstance, from: ModuleInstance, name: string, span: Span): ImportLink | null {
    const found = this.resolve(from, name);
    if (typeof found === 'object') return found;
    const near = found === 'missing' ? suggest(name, this.namesOf(from)) : null;
    const { phase } = codes[failureCodes[found]];
    const message = wording(failureCodes[found], name, from.program.source.name);
    const hint = near === null ? {} : { hint: `did you mean '${near}'?` };
    this.findings.push({ code: failureCodes[found], severity: 'error', phase, message, source: module.program.source, span, ...hint });
    return null;
  }

  /** Where what `module` exports as `name` lies (ECMA-262 ResolveExport). */
  private resolve(module: ModuleInstance, name: string, seen = new Set<string>()): ImportLink | Failure {
    let [at, wanted] = [module, name];
    for (;;) {
      const step = `${this.idOf(at)} ${wanted}`;
      if (seen.has(step)) return 'circular';
      seen.add(step);
      const { exports, imports } = at.program.module;
      const entry = exports.find((candidate) => candidate.name === wanted);
      if (entry === undefined) return wanted === 'default' ? 'missing' : this.resolveStars(at, wanted, seen);
      if (entry.kind === 'local') return { frame: at.frame, slot: entry.slot };
      const { request, name: next } = entry.kind === 'import' ? imports[entry.index] : { request: entry.request, name: entry.imported };
      at = at.requested[request];
      if (next === null) return this.namespaceOf(at);
      wanted = next;
    }
  }

  private resolveStars(module: ModuleInstance, name: string, seen: Set<string>): ImportLink | Failure {
    let only: ImportLink | null = null;
    for (const request of module.program.module.stars) {
      const found = this.resolve(module.requested[request], name, seen);
      if (found === 'ambiguous') return found;
      if (typeof found !== 'object') continue;
      if (only !== null && (only.frame !== found.frame || only.slot !== found.slot)) return 'ambiguous';
      only = found;
    }
    return only ?? 'missing';
  }

  private readonly ids = new Map<ModuleInstance, number>();

  private idOf(module: ModuleInstance): number {
    let id = this.ids.get(module);
    if (id === undefined) this.ids.set(module, (id = this.ids.size));
    return id;
  }

  /** All names that a module exports, those of others through `export *` too (ECMA-262 GetExportedNames). */
  private namesOf(module: ModuleInstance): Set<string> {
    const names = new Set<string>();
    const seen = new Set([module]);
    const open = [module];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { exports, stars } = at.program.module;
      for (const { name } of exports) if (at === module || name !== 'default') names.add(name);
      for (const request of stars) {
        const other = at.requested[request];
        if (seen.has(other)) continue;
        seen.add(other);
        open.push(other);
      }
    }
    return names;
  }

  /** Where the object lies that `import * as` gives: one for each module. */
  private namespaceOf(module: ModuleInstance): ImportLink {
    if (module.namespace === null) {
      const frame = newFrame(null, 1);
      module.namespace = { frame, slot: 0 };
      frame.a = this.makeNamespace(module);
    }
    return module.namespace;
  }

  private makeNamespace(module: ModuleInstance): NamespaceObject {
    const members = new Map<string, MemberDefinition>();
    for (const name of [...this.namesOf(module)].sort()) {
      const found = this.resolve(module, name);
      if (typeof found === 'object') members.set(name, { kind: 'accessor', name, since: '1.5', doc: '', get: () => read(found, name) });
    }
    const descriptor: ClassDescriptor = { name: 'Module', parent: null, members, enumerable: [...members.keys()] };
    return new NamespaceObject(descriptor);
  }
}

function read({ frame, slot }: ImportLink, name: string): Value {
  const value = getSlot(frame, slot);
  if (value !== hole) return value;
  throw new ScriptError('PJS416', wording('PJS416', name), 'ReferenceError');
}
