/**
 * Names. After resolving there are variables of frames, globals, and context variables; the last are
 * bound when all modules of the code base were evaluated, in the module's frame.
 */
import { context, mark, type EvaluationContext, type Site } from '../activation.js';
import { wording } from '../../source/codes.js';
import type { Identifier } from '../../syntax/node.js';
import { hole } from '../array.js';
import { ancestor, getSlot, type Frame } from '../frame.js';
import type { ContextLink, ModuleFrame } from '../module-frame.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import { readSlot, writeSlot, type Store } from '../slots.js';
import type { Planned, Step } from '../step.js';
import type { Value } from '../value.js';
import { constant } from './literal.js';

export function planIdentifier(node: Identifier, planner: Planner): Planned {
  const reference = planner.reference(node);
  switch (reference.kind) {
    case 'local': {
      const read = readSlot(reference.hops, reference.slot);
      return { step: reference.early ? readEarly(read, planner.site(node), reference.variable.name) : read, cost: 1, height: 1 };
    }
    case 'global':
      return constant(planner.global(reference.name));
    case 'import':
      return { step: readImport(reference.index, reference.hops, planner.site(node), reference.name), cost: 1, height: 1 };
    case 'context':
    case 'hideable': {
      const isGlobal = reference.kind === 'hideable';
      const unlinked = isGlobal ? planner.global(reference.name) : undefined;
      const site = planner.site(node);
      const step = readContext(reference.index, reference.hops, site, reference.name, isGlobal, unlinked);
      return { step, cost: 1, height: 1 };
    }
  }
}

/** What assigns to a name. */
export function planStore(node: Identifier, planner: Planner): Store {
  const reference = planner.reference(node);
  switch (reference.kind) {
    case 'local': {
      const write = writeSlot(reference.hops, reference.slot);
      if (!reference.variable.isSelf && !reference.early) return write;
      const site = planner.site(node);
      if (reference.early) return writeEarly(write, readEarly(readSlot(reference.hops, reference.slot), site, reference.variable.name));
      return () => readOnly(site, reference.variable.name);
    }
    case 'import':
    case 'global': {
      const site = planner.site(node);
      return () => readOnly(site, reference.name);
    }
    case 'context':
    case 'hideable':
      return writeContext(reference.index, reference.hops, planner.site(node), reference.name);
  }
}

/** A parameter that a default uses: it may have no value yet. */
function readEarly(read: Step, site: Site, name: string): Step {
  return (frame) => {
    const value = read(frame);
    if (value !== hole) return value;
    mark(site);
    throw new ScriptError('PJS417', wording('PJS417', name), 'ReferenceError');
  };
}

function writeEarly(write: Store, check: Step): Store {
  return (frame, value) => {
    check(frame);
    write(frame, value);
  };
}

/** What another module exports: its variable, as it is now. */
function readImport(index: number, hops: number, site: Site, name: string): Step {
  return (frame) => {
    const { frame: exporter, slot } = (ancestor(frame, hops) as ModuleFrame).imports[index];
    const value = getSlot(exporter, slot);
    if (value !== hole) return value;
    mark(site);
    throw new ScriptError('PJS416', wording('PJS416', name), 'ReferenceError');
  };
}

function readContext(index: number, hops: number, site: Site, name: string, isGlobal: boolean, unlinked: Value): Step {
  return (frame) => {
    const link = linkOf(frame, hops, index);
    if (link === null) return isGlobal ? unlinked : outside(site, name);
    if (link.module >= 0 && context !== null) return context.slots[link.module][link.slot] as Value;
    return link.read !== null ? link.read(context ?? noContext) : outside(site, name);
  };
}

function writeContext(index: number, hops: number, site: Site, name: string): Store {
  return (frame, value) => {
    const link = linkOf(frame, hops, index);
    if (link === null) outside(site, name);
    else if (link.module < 0) readOnly(site, name);
    else if (context === null) outside(site, name);
    else context.slots[link.module][link.slot] = value;
  };
}

const noContext: EvaluationContext = { slots: [] };

function linkOf(frame: Frame, hops: number, index: number): ContextLink | null {
  const { links } = ancestor(frame, hops) as ModuleFrame;
  return links === null ? null : links[index];
}

function outside(site: Site, name: string): never {
  mark(site);
  throw new ScriptError('PJS410', wording('PJS410', name), 'ReferenceError');
}

function readOnly(site: Site, name: string): never {
  mark(site);
  throw new ScriptError('PJS411', wording('PJS411', name), 'TypeError');
}
