/** Functions: what a call does with its arguments, and the value that the expression or declaration makes. */
import type { SourceFile } from '../../source/source-file.js';
import type { FunctionNode, Pattern } from '../../syntax/node.js';
import type { FunctionLayout } from '../../resolve/binding.js';
import { hole } from '../array.js';
import { begin, beginCall, mark, restoreNesting, type Site } from '../calls.js';
import { Closure, type Code, type Run } from '../closure.js';
import { factory } from '../factory.js';
import { ancestor, getSlot, inline, newFrame, setSlot, type Frame } from '../frame.js';
import { allocate, allocateFixed, oneCall, sizes } from '../meter.js';
import type { Planner } from '../plan.js';
import type { Store } from '../slots.js';
import { costOf, heightOf, planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { planBody } from './block.js';
import { byFours } from './by-fours.js';
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
  if (layout.hasSelf) return planned(planner.take(makeNamed)(code, skips));
  return planned(planner.take(skips ? makeAbove : makeHere)(code));
}

/** What it keeps of the call that makes it is charged here: frames that nothing keeps end with their calls. */
const makeHere = factory([allocateFixed, sizes.closure + sizes.frame, Closure], (allocate, bytes, Closure) => (code: Code): Step => (frame) => {
  allocate(bytes);
  return new Closure(code, frame);
});

const makeAbove = factory([allocateFixed, sizes.closure + sizes.frame, Closure], (allocate, bytes, Closure) => (code: Code): Step => (frame) => {
  allocate(bytes);
  return new Closure(code, frame.parent!);
});

/** A function that knows itself by its name has that in a frame of its own. */
const makeNamed = factory(
  [allocate, sizes, Closure, newFrame],
  (allocate, sizes, Closure, newFrame) =>
    (code: Code, skips: boolean): Step =>
    (frame) => {
      allocate(sizes.closure + sizes.frame);
      const self = newFrame(skips ? frame.parent! : frame, 1);
      return (self.a = new Closure(code, self));
    },
);

/** A function that is called where it stands, and nowhere else, is not made into a value. Null where it knows itself by a name. */
export function planCalled(node: FunctionNode, args: readonly Planned[], planner: Planner, site: Site): Planned | null {
  const layout = planner.layout(node);
  if (layout.hasSelf || args.length > 3) return null;
  const code = planCode(node, layout, planner, '');
  planner.fillsFrame = true;
  const [a, b, c] = args.map(({ step }) => step) as [Step, Step, Step];
  const skips = layout.scopeHops === 1;
  const made = { cost: 1, height: 1 };
  const steps = [
    () => planner.take(skips ? callAbove0 : callHere0)(code, site),
    () => planner.take(skips ? callAbove1 : callHere1)(code, a, site),
    () => planner.take(skips ? callAbove2 : callHere2)(code, a, b, site),
    () => planner.take(skips ? callAbove3 : callHere3)(code, a, b, c, site),
  ];
  return { step: steps[args.length](), cost: costOf([made, ...args]), height: heightOf([made, ...args]) };
}

const callHere0 = factory([mark], (mark) => (code: Code, site: Site): Step => (frame) => {
  mark(site);
  return code.run(frame, undefined, undefined, undefined, null, 0);
});
const callHere1 = factory([mark], (mark) => (code: Code, a: Step, site: Site): Step => (frame) => {
  const x = a(frame);
  mark(site);
  return code.run(frame, x, undefined, undefined, null, 0);
});
const callHere2 = factory([mark], (mark) => (code: Code, a: Step, b: Step, site: Site): Step => (frame) => {
  const x = a(frame);
  const y = b(frame);
  mark(site);
  return code.run(frame, x, y, undefined, null, 0);
});
const callHere3 = factory([mark], (mark) => (code: Code, a: Step, b: Step, c: Step, site: Site): Step => (frame) => {
  const x = a(frame);
  const y = b(frame);
  const z = c(frame);
  mark(site);
  return code.run(frame, x, y, z, null, 0);
});
const callAbove0 = factory([mark], (mark) => (code: Code, site: Site): Step => (frame) => {
  mark(site);
  return code.run(frame.parent!, undefined, undefined, undefined, null, 0);
});
const callAbove1 = factory([mark], (mark) => (code: Code, a: Step, site: Site): Step => (frame) => {
  const x = a(frame);
  mark(site);
  return code.run(frame.parent!, x, undefined, undefined, null, 0);
});
const callAbove2 = factory([mark], (mark) => (code: Code, a: Step, b: Step, site: Site): Step => (frame) => {
  const x = a(frame);
  const y = b(frame);
  mark(site);
  return code.run(frame.parent!, x, y, undefined, null, 0);
});
const callAbove3 = factory([mark], (mark) => (code: Code, a: Step, b: Step, c: Step, site: Site): Step => (frame) => {
  const x = a(frame);
  const y = b(frame);
  const z = c(frame);
  mark(site);
  return code.run(frame.parent!, x, y, z, null, 0);
});

function planCode(node: FunctionNode, layout: FunctionLayout, planner: Planner, name: string): Code {
  return planner.code(name, () => {
    const patterns = node.params.map((param) => planPattern(param, planner));
    planner.fillsFrame = node.params.some(({ type }) => type !== 'Identifier');
    const { body } = node;
    const plannedBody = body.type === 'BlockStatement' ? planBody(body, planner) : planner.plan(body);
    const children = [...patterns.flatMap((pattern) => pattern.children), plannedBody];
    const { start, end } = node;
    const { source } = planner;
    const firstDefault = node.params.findIndex((param) => param.type === 'AssignmentPattern');
    const cost = costOf(children);
    const height = heightOf(children) + callHeight(node.params.length);
    return {
      name,
      length: firstDefault < 0 ? node.params.length : firstDefault,
      cost,
      parameters: node.params.length,
      run: runOf(node.params, patterns, layout, planner, plannedBody.step, cost, oneCall + Math.min(height, most)),
      text: textOf(source, start, end),
    };
  });
}

/** A function of its own, so that what it gives keeps the source only, and not the tree. */
function textOf(source: SourceFile, start: number, end: number): () => string {
  return () => source.text.slice(start, end);
}

/** Whatever is higher than this can never be called. */
const most = 0x7000;

/** The frames are made by how the function's variables lie; arguments then go to their places. */
function runOf(params: readonly Pattern[], patterns: readonly PlannedPattern[], layout: FunctionLayout, planner: Planner, body: Step, cost: number, nests: number): Run {
  const { plainSlots, capturedSlots, copies, early } = layout;
  if (plainSlots + capturedSlots === 0 && params.length === 0) return planner.take(runBare)(body, cost, nests, planner.fillsFrame ? begin : pass);
  if (params.length <= 3 && areInOrder(params, layout)) return planner.take(runs[params.length])(body, cost, nests, planner.fillsFrame ? begin : pass);
  const binds = patterns.map(({ bind }, i) => planner.take(i < 3 ? bindings[i] : bindMore)(bind, i));
  const bind = binds.length === 0 ? planner.take(bindNothing)() : byFours(binds, (parts) => joined(parts, planner));
  const whole = copies.length === 0 ? body : planner.take(withCopies)(copies, body);
  if (early.length === 0 && plainSlots <= inline && capturedSlots <= inline && plainSlots + capturedSlots > 0) {
    return planner.take(plainSlots > 0 && capturedSlots > 0 ? runBoth : runOne)(bind, whole, cost, nests);
  }
  // However deep calls nest, their frames take little, unless they are large.
  const slots = plainSlots + capturedSlots;
  const bytes = slots > 2 * inline ? slots * sizes.slot : 0;
  return planner.take(runAny)(bytes, plainSlots, capturedSlots, early, bind, whole, cost, nests);
}

/** Whether the parameters are plain names and come first, in their order, in the one frame there is. */
function areInOrder(params: readonly Pattern[], { variables, plainSlots, capturedSlots }: FunctionLayout): boolean {
  return (
    (plainSlots === 0 || capturedSlots === 0) &&
    plainSlots + capturedSlots <= inline &&
    params.every((param, i) => param.type === 'Identifier' && variables[i].slot === i && variables[i].name === param.name)
  );
}

/** `nests` is one call and what it nests of steps; `begin` puts the frame on record. */
type MakeRun = (body: Step, cost: number, nests: number, begin: (frame: Frame) => void) => Run;

/** What stands in for `begin` where the frame has but the arguments, which nobody finds either while they are on their way. */
const pass = (): void => {};

const runBare = factory([beginCall, restoreNesting], (beginCall, restoreNesting): MakeRun => (body, cost, nests, begin) => (scope, _a, _b, _c, _args, extra) => {
  const outside = beginCall(cost, nests + extra);
  begin(scope);
  const value = body(scope);
  // Not in a `finally`: whoever catches an error restores this, and reads the calls under way before.
  restoreNesting(outside);
  return value;
});

/** By the number of parameters. */
const runs = [
  factory([beginCall, restoreNesting], (beginCall, restoreNesting): MakeRun => (body, cost, nests, begin) => (scope, _a, _b, _c, _args, extra) => {
    const outside = beginCall(cost, nests + extra);
    const frame = { parent: scope, a: undefined, b: undefined, c: undefined, d: undefined, more: null };
    begin(frame);
    const value = body(frame);
    restoreNesting(outside);
    return value;
  }),
  factory([beginCall, restoreNesting], (beginCall, restoreNesting): MakeRun => (body, cost, nests, begin) => (scope, a, _b, _c, _args, extra) => {
    const outside = beginCall(cost, nests + extra);
    const frame = { parent: scope, a, b: undefined, c: undefined, d: undefined, more: null };
    begin(frame);
    const value = body(frame);
    restoreNesting(outside);
    return value;
  }),
  factory([beginCall, restoreNesting], (beginCall, restoreNesting): MakeRun => (body, cost, nests, begin) => (scope, a, b, _c, _args, extra) => {
    const outside = beginCall(cost, nests + extra);
    const frame = { parent: scope, a, b, c: undefined, d: undefined, more: null };
    begin(frame);
    const value = body(frame);
    restoreNesting(outside);
    return value;
  }),
  factory([beginCall, restoreNesting], (beginCall, restoreNesting): MakeRun => (body, cost, nests, begin) => (scope, a, b, c, _args, extra) => {
    const outside = beginCall(cost, nests + extra);
    const frame = { parent: scope, a, b, c, d: undefined, more: null };
    begin(frame);
    const value = body(frame);
    restoreNesting(outside);
    return value;
  }),
];

/** One frame of four fields at most, or one of each kind. */
const runOne = factory([begin, beginCall, restoreNesting], (begin, beginCall, restoreNesting) => (bind: Bind, body: Step, cost: number, nests: number): Run => (scope, a, b, c, args, extra) => {
  const outside = beginCall(cost, nests + extra);
  const frame = { parent: scope, a: undefined, b: undefined, c: undefined, d: undefined, more: null };
  begin(frame);
  bind(frame, a, b, c, args);
  const value = body(frame);
  restoreNesting(outside);
  return value;
});

const runBoth = factory([begin, beginCall, restoreNesting], (begin, beginCall, restoreNesting) => (bind: Bind, body: Step, cost: number, nests: number): Run => (scope, a, b, c, args, extra) => {
  const outside = beginCall(cost, nests + extra);
  const captured = { parent: scope, a: undefined, b: undefined, c: undefined, d: undefined, more: null };
  const frame = { parent: captured, a: undefined, b: undefined, c: undefined, d: undefined, more: null };
  begin(frame);
  bind(frame, a, b, c, args);
  const value = body(frame);
  restoreNesting(outside);
  return value;
});

const runAny = factory(
  [allocate, begin, beginCall, restoreNesting, newFrame, empty],
  (allocate, begin, beginCall, restoreNesting, newFrame, empty) =>
    (bytes: number, plainSlots: number, capturedSlots: number, early: FunctionLayout['early'], bind: Bind, body: Step, cost: number, nests: number): Run =>
    (scope, a, b, c, args, extra) => {
      const outside = beginCall(cost, nests + extra);
      if (bytes > 0) allocate(bytes);
      const outer = capturedSlots > 0 ? newFrame(scope, capturedSlots) : scope;
      const frame = plainSlots > 0 ? newFrame(outer, plainSlots) : outer;
      if (early.length > 0) empty(frame, early);
      begin(frame);
      bind(frame, a, b, c, args);
      const value = body(frame);
      restoreNesting(outside);
      return value;
    },
);

/** Puts arguments where parameters are. */
type Bind = (frame: Frame, a: Value, b: Value, c: Value, args: readonly Value[] | null) => void;

const bindNothing = factory([], () => (): Bind => () => {});

/** By the number of the parameter. */
const bindings = [
  factory([], () => (bind: Store): Bind => (frame, a) => bind(frame, a)),
  factory([], () => (bind: Store): Bind => (frame, _a, b) => bind(frame, b)),
  factory([], () => (bind: Store): Bind => (frame, _a, _b, c) => bind(frame, c)),
];

const bindMore = factory([], () => (bind: Store, index: number): Bind => (frame, _a, _b, _c, args) => bind(frame, args === null ? undefined : args[index]));

function joined(binds: readonly Bind[], planner: Planner): Bind {
  const [a, b, c, d] = binds as [Bind, Bind, Bind, Bind | undefined];
  return binds.length === 2 ? planner.take(bindTwo)(a, b) : planner.take(bindFour)(a, b, c, d ?? planner.take(bindNothing)());
}

const bindTwo = factory([], () => (first: Bind, second: Bind): Bind => (frame, a, b, c, args) => {
  first(frame, a, b, c, args);
  second(frame, a, b, c, args);
});

const bindFour = factory([], () => (first: Bind, second: Bind, third: Bind, fourth: Bind): Bind => (frame, a, b, c, args) => {
  first(frame, a, b, c, args);
  second(frame, a, b, c, args);
  third(frame, a, b, c, args);
  fourth(frame, a, b, c, args);
});

/** Marks parameters that have no values yet. */
function empty(frame: Frame, places: FunctionLayout['early']): void {
  for (const { hops, slot } of places) setSlot(ancestor(frame, hops), slot, hole);
}

/** Variables of the body that have a parameter's name begin with its value. */
const withCopies = factory([copy], (copy) => (copies: FunctionLayout['copies'], body: Step): Step => (frame) => {
  copy(frame, copies);
  return body(frame);
});

function copy(frame: Frame, copies: FunctionLayout['copies']): void {
  for (const { from, to } of copies) setSlot(ancestor(frame, to.hops), to.slot, getSlot(ancestor(frame, from.hops), from.slot));
}
