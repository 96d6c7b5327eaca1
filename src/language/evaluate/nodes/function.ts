/** Functions: what a call does with its arguments, and the value that the expression or declaration makes. */
import type { FunctionNode, Pattern } from '../../syntax/node.js';
import type { FunctionLayout } from '../../resolve/binding.js';
import { hole } from '../array.js';
import { begin } from '../activation.js';
import { Closure, type Body, type Code } from '../closure.js';
import { ancestor, Frame, getSlot, inline, newFrame, setSlot } from '../frame.js';
import { allocate, sizes } from '../meter.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { planBody } from './block.js';
import { planPattern, type PlannedPattern } from './pattern.js';

/** What one call takes of the host's stack beside its steps, counted in steps; more where arguments come as a list. */
const callHeight = (parameters: number): number => (parameters > 3 ? 4 : 3);

/** `name` is what its place gives a function without a name of its own. */
export function planFunction(node: FunctionNode, planner: Planner, name = ''): Planned {
  const layout = planner.layout(node);
  const ownName = node.type === 'ArrowFunctionExpression' ? null : node.id;
  const code = planCode(node, layout, planner, ownName?.name ?? name);
  // What no inner function uses is not kept alive.
  const skips = layout.scopeHops === 1;
  if (layout.hasSelf) {
    return planned((frame) => {
      allocate(sizes.closure + sizes.frame);
      const self = newFrame(skips ? frame.parent! : frame, 1);
      return (self.a = new Closure(code, self));
    });
  }
  if (skips) return planned((frame) => (allocate(sizes.closure), new Closure(code, frame.parent!)));
  return planned((frame) => (allocate(sizes.closure), new Closure(code, frame)));
}

function planCode(node: FunctionNode, layout: FunctionLayout, planner: Planner, name: string): Code {
  return planner.inside(name, () => {
    const patterns = node.params.map((param) => planPattern(param, planner));
    const { body } = node;
    const plannedBody = body.type === 'BlockStatement' ? planBody(body, planner) : planner.plan(body);
    const children = [...patterns.flatMap((pattern) => pattern.children), plannedBody];
    const { start, end } = node;
    const { source } = planner;
    const firstDefault = node.params.findIndex((param) => param.type === 'AssignmentPattern');
    return {
      name,
      length: firstDefault < 0 ? node.params.length : firstDefault,
      cost: costOf(children),
      height: heightOf(children) + callHeight(node.params.length),
      body: bodyOf(node.params, patterns, layout, plannedBody.step),
      text: () => source.text.slice(start, end),
    };
  });
}

/** The frames are made by how the function's variables lie; arguments then go to their places. */
function bodyOf(params: readonly Pattern[], patterns: readonly PlannedPattern[], layout: FunctionLayout, body: Step): Body {
  const { plainSlots, capturedSlots, copies, early } = layout;
  if (plainSlots + capturedSlots === 0 && params.length === 0) return (scope) => body(begin(scope));
  if (params.length <= 3 && areInOrder(params, layout)) return inOrder(params.length, body);
  return general(patterns, plainSlots, capturedSlots, early, copies.length === 0 ? body : withCopies(copies, body));
}

/** Whether the parameters are plain names and come first, in their order, in the one frame there is. */
function areInOrder(params: readonly Pattern[], { variables, plainSlots, capturedSlots }: FunctionLayout): boolean {
  return (
    (plainSlots === 0 || capturedSlots === 0) &&
    plainSlots + capturedSlots <= inline &&
    params.every((param, i) => param.type === 'Identifier' && variables[i].slot === i && variables[i].name === param.name)
  );
}

function inOrder(count: number, body: Step): Body {
  const bytes = sizes.frame;
  switch (count) {
    case 0:
      return (scope) => (allocate(bytes), body(begin(new Frame(scope, undefined, undefined, undefined, undefined, null))));
    case 1:
      return (scope, a) => (allocate(bytes), body(begin(new Frame(scope, a, undefined, undefined, undefined, null))));
    case 2:
      return (scope, a, b) => (allocate(bytes), body(begin(new Frame(scope, a, b, undefined, undefined, null))));
    default:
      return (scope, a, b, c) => (allocate(bytes), body(begin(new Frame(scope, a, b, c, undefined, null))));
  }
}

function general(patterns: readonly PlannedPattern[], plainSlots: number, capturedSlots: number, early: FunctionLayout['early'], body: Step): Body {
  const binds = patterns.map((pattern) => pattern.bind);
  const bytes = 2 * sizes.frame + (plainSlots + capturedSlots) * sizes.slot;
  return (scope, a, b, c, args) => {
    allocate(bytes);
    const outer = capturedSlots > 0 ? newFrame(scope, capturedSlots) : scope;
    const frame = plainSlots > 0 ? newFrame(outer, plainSlots) : outer;
    if (early.length > 0) empty(frame, early);
    begin(frame);
    for (let i = 0; i < binds.length; i++) binds[i](frame, argument(i, a, b, c, args));
    return body(frame);
  };
}

/** Marks parameters that have no values yet. */
function empty(frame: Frame, places: FunctionLayout['early']): void {
  for (const { hops, slot } of places) setSlot(ancestor(frame, hops), slot, hole);
}

/** Variables of the body that have a parameter's name begin with its value. */
function withCopies(copies: FunctionLayout['copies'], body: Step): Step {
  return (frame) => {
    for (const { from, to } of copies) setSlot(ancestor(frame, to.hops), to.slot, getSlot(ancestor(frame, from.hops), from.slot));
    return body(frame);
  };
}

function argument(index: number, a: Value, b: Value, c: Value, args: readonly Value[] | null): Value {
  switch (index) {
    case 0:
      return a;
    case 1:
      return b;
    case 2:
      return c;
    default:
      return args === null ? undefined : args[index];
  }
}
