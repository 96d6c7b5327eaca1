/**
 * Names. After resolving there are variables of frames, globals, and context variables; the last are
 * bound when all modules of the code base were evaluated, in the module's frame.
 */
import { context, type EvaluationContext } from '../activation.js';
import { mark, type Site } from '../calls.js';
import { wording } from '../../source/codes.js';
import type { Identifier } from '../../syntax/node.js';
import { hole } from '../array.js';
import { factory } from '../factory.js';
import { ancestor, getSlot, type Frame } from '../frame.js';
import type { ContextLink, ModuleFrame } from '../module-frame.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import { readSlot, writeSlot, type Store } from '../slots.js';
import type { Planned, Step } from '../step.js';
import type { Value } from '../value.js';
import { constant } from './literal.js';

export function planIdentifier(node: Identifier, planner: Planner): Planned {
  return { step: planRead(node, planner), cost: 1, height: 1 };
}

function planRead(node: Identifier, planner: Planner): Step {
  const reference = planner.reference(node);
  switch (reference.kind) {
    case 'local': {
      const read = readSlot(reference.hops, reference.slot, planner);
      return reference.early ? planner.take(readEarly)(read, planner.site(node), reference.variable.name) : read;
    }
    case 'global':
      return constant(planner.global(reference.name), planner).step;
    case 'import':
      return planner.take(readImport)(reference.index, reference.hops, planner.site(node), reference.name);
    case 'context':
      return planner.take(readContext)(reference.index, reference.hops, planner.site(node), reference.name);
    case 'hideable':
      return planner.take(readHideable)(reference.index, reference.hops, planner.site(node), reference.name, planner.global(reference.name));
  }
}

/** What assigns to a name. */
export function planStore(node: Identifier, planner: Planner): Store {
  const reference = planner.reference(node);
  const site = planner.site(node);
  planner.fillsFrame = true;
  switch (reference.kind) {
    case 'local': {
      const { hops, slot, variable } = reference;
      if (reference.early) return planner.take(writeEarly)(writeSlot(hops, slot, planner), planner.take(readEarly)(readSlot(hops, slot, planner), site, variable.name));
      return variable.isSelf ? planner.take(writeNever)(site, variable.name) : writeSlot(hops, slot, planner);
    }
    case 'import':
    case 'global':
      return planner.take(writeNever)(site, reference.name);
    case 'context':
    case 'hideable':
      return planner.take(writeContext)(reference.index, reference.hops, site, reference.name);
  }
}

/** A parameter that a default uses: it may have no value yet. */
const readEarly = factory([hole, tooEarly], (hole, tooEarly) => (read: Step, site: Site, name: string): Step => (frame) => {
  const value = read(frame);
  return value === hole ? tooEarly(site, name) : value;
});

const writeEarly = factory([], () => (write: Store, check: Step): Store => (frame, value) => {
  check(frame);
  write(frame, value);
});

const writeNever = factory([readOnly], (readOnly) => (site: Site, name: string): Store => () => readOnly(site, name));

/** What another module exports: its variable, as it is now. */
const readImport = factory(
  [ancestor, getSlot, hole, notYet],
  (ancestor, getSlot, hole, notYet) =>
    (index: number, hops: number, site: Site, name: string): Step =>
    (frame) => {
      const { frame: exporter, slot } = (ancestor(frame, hops) as ModuleFrame).imports[index];
      const value = getSlot(exporter, slot);
      return value === hole ? notYet(site, name) : value;
    },
);

const readContext = factory(
  [linkOf, linked, outside],
  (linkOf, linked, outside) =>
    (index: number, hops: number, site: Site, name: string): Step =>
    (frame) => {
      const link = linkOf(frame, hops, index);
      return link === null ? outside(site, name) : linked(link, site, name);
    },
);

/** A global that a context variable of the same name hides, once modules are linked. */
const readHideable = factory(
  [linkOf, linked],
  (linkOf, linked) =>
    (index: number, hops: number, site: Site, name: string, global: Value): Step =>
    (frame) => {
      const link = linkOf(frame, hops, index);
      return link === null ? global : linked(link, site, name);
    },
);

const writeContext = factory(
  [linkOf, outside, setLinked],
  (linkOf, outside, setLinked) =>
    (index: number, hops: number, site: Site, name: string): Store =>
    (frame, value) => {
      const link = linkOf(frame, hops, index);
      if (link === null) outside(site, name);
      else setLinked(link, value, site, name);
    },
);

const noContext: EvaluationContext = { slots: [] };

function linkOf(frame: Frame, hops: number, index: number): ContextLink | null {
  const { links } = ancestor(frame, hops) as ModuleFrame;
  return links === null ? null : links[index];
}

function linked({ module, slot, read }: ContextLink, site: Site, name: string): Value {
  if (module >= 0 && context !== null) return context.slots[module][slot] as Value;
  return read !== null ? read(context ?? noContext) : outside(site, name);
}

function setLinked({ module, slot }: ContextLink, value: Value, site: Site, name: string): void {
  if (module < 0) readOnly(site, name);
  else if (context === null) outside(site, name);
  else context.slots[module][slot] = value;
}

function tooEarly(site: Site, name: string): never {
  mark(site);
  throw new ScriptError('PJS417', wording('PJS417', name), 'ReferenceError');
}

function notYet(site: Site, name: string): never {
  mark(site);
  throw new ScriptError('PJS416', wording('PJS416', name), 'ReferenceError');
}

function outside(site: Site, name: string): never {
  mark(site);
  throw new ScriptError('PJS410', wording('PJS410', name), 'ReferenceError');
}

function readOnly(site: Site, name: string): never {
  mark(site);
  throw new ScriptError('PJS411', wording('PJS411', name), 'TypeError');
}
