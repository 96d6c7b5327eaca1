/** `{ … }`, the bodies of functions, and modules: lists of statements, and the functions that they declare. */
import type { BlockStatement, CatchClause, FunctionDeclaration, ModuleDeclaration, Statement, SwitchStatement } from '../../syntax/node.js';
import { functionsIn } from '../../resolve/declarations.js';
import { begin, pay, type Site } from '../calls.js';
import { NORMAL, RETURN, takeReturned, type PlannedStatement, type StatementStep } from '../completion.js';
import { factory } from '../factory.js';
import { newFrame } from '../frame.js';
import { allocate, sizes } from '../meter.js';
import type { Planner } from '../plan.js';
import { writeSlot, type Store } from '../slots.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import { byFours, levels } from './by-fours.js';
import { planStore } from './identifier.js';

export function planBlock(node: BlockStatement, planner: Planner): PlannedStatement {
  return inBlockFrame(node, planner, () => planStatements(node.body, planner));
}

/** The body of a function: a step that gives what the function gives. */
export function planBody({ body }: BlockStatement, planner: Planner): Planned {
  const last = body.at(-1);
  if (last?.type === 'ReturnStatement' && last.argument !== null) {
    const before = planStatements(body.slice(0, -1), planner);
    if (!before.abrupt) return endingIn(before, planner.plan(last.argument), planner);
  }
  const { step, cost, height } = planStatements(body, planner);
  return { step: planner.take(bodyWithReturns)(step), cost, height: height + 1 };
}

const bodyWithReturns = factory([RETURN, takeReturned], (RETURN, takeReturned) => (statements: StatementStep): Step => (frame) => (statements(frame) === RETURN ? takeReturned() : undefined));

/** Statements that end normally, and then the value. */
function endingIn(before: PlannedStatement, value: Planned, planner: Planner): Planned {
  if (before.step === nothing) return value;
  return { step: planner.take(straightBody)(before.step, value.step), cost: costOf([before, value]), height: heightOf([before, value]) };
}

const straightBody = factory([], () => (statements: StatementStep, result: Step): Step => (frame) => (statements(frame), result(frame)));

/** Statements in order; the functions among them are there before the first runs. */
export function planStatements(nodes: readonly (Statement | ModuleDeclaration)[], planner: Planner): PlannedStatement {
  const functions = functionsIn(nodes);
  const statements = planOthers(nodes, planner);
  const all = functions.length === 0 ? statements : [planFunctions(functions, planner), ...statements];
  return inOrder(all, planner, nodes.length === 0 ? null : planner.site(nodes[0]));
}

/** The statements of a module; the functions that it declares are made by `planModuleFunctions`, before any module runs. */
export function planModuleStatements(nodes: readonly (Statement | ModuleDeclaration)[], planner: Planner): PlannedStatement {
  return inOrder(planOthers(nodes, planner), planner, nodes.length === 0 ? null : planner.site(nodes[0]));
}

export function planModuleFunctions(nodes: readonly (Statement | ModuleDeclaration)[], planner: Planner): PlannedStatement {
  return planFunctions(functionsIn(nodes), planner);
}

/** What is not a function declaration. */
function planOthers(nodes: readonly (Statement | ModuleDeclaration)[], planner: Planner): PlannedStatement[] {
  return nodes
    .filter(({ type }) => type !== 'FunctionDeclaration' && type !== 'EmptyStatement')
    .map((node) => planner.planStatement(node))
    .filter(({ step }) => step !== nothing);
}

/** Makes the functions that are declared at the top of a list of statements (ECMA-262 14.2.3, 10.2.11). */
function planFunctions(functions: readonly FunctionDeclaration[], planner: Planner): PlannedStatement {
  const makers = functions.map((node) => planner.planNamed(node, 'default'));
  const stores = functions.map(({ id }) => (id === null ? writeSlot(0, planner.defaultSlot, planner) : planStore(id, planner)));
  return {
    step: planner.take(makeFunctions)(
      makers.map(({ step }) => step),
      stores,
    ),
    cost: costOf(makers, 0),
    height: heightOf(makers),
    abrupt: false,
  };
}

const makeFunctions = factory([NORMAL], (NORMAL) => (makers: readonly Step[], stores: readonly Store[]): StatementStep => (frame) => {
  for (let i = 0; i < makers.length; i++) stores[i](frame, makers[i](frame));
  return NORMAL;
});

/** What does nothing. */
export const nothing: StatementStep = () => NORMAL;

/** Statements one after the other: what follows one that may break off is charged when it is reached. */
function inOrder(statements: readonly PlannedStatement[], planner: Planner, site: Site | null): PlannedStatement {
  if (statements.length === 0) return { step: nothing, cost: 0, height: 1, abrupt: false };
  const abrupt = statements.some((statement) => statement.abrupt);
  const height = heightOf(statements, levels(statements.length));
  const steps = statements.map(({ step }) => step);
  if (statements.length === 1) return { step: steps[0], cost: costOf(statements, 0), height, abrupt };
  if (!abrupt) return { step: byFours(steps, (parts) => joinStatements(parts, planner)), cost: costOf(statements, 0), height, abrupt };
  const { cost, following } = segments(statements);
  const parts = steps.map((step, i) => ({ step, following: following[i] }));
  const { step } = byFours(parts, (some) => joinedAbrupt(some, planner, site!));
  return { step, cost, height, abrupt };
}

/** Statements none of which may break off, two to four. */
export function joinStatements(steps: readonly StatementStep[], planner: Planner): StatementStep {
  const [a, b, c, d] = steps as [StatementStep, StatementStep, StatementStep, StatementStep];
  switch (steps.length) {
    case 2:
      return planner.take(two)(a, b);
    case 3:
      return planner.take(three)(a, b, c);
    default:
      return planner.take(four)(a, b, c, d);
  }
}

type S = StatementStep;
const two = factory([], () => (a: S, b: S): S => (frame) => (a(frame), b(frame)));
const three = factory([], () => (a: S, b: S, c: S): S => (frame) => (a(frame), b(frame), c(frame)));
const four = factory([], () => (a: S, b: S, c: S, d: S): S => (frame) => (a(frame), b(frame), c(frame), d(frame)));

/** A statement, and the cost of what comes after it. */
interface Part {
  readonly step: StatementStep;
  readonly following: number;
}

function joinedAbrupt(parts: readonly Part[], planner: Planner, site: Site): Part {
  const [a, b, c, d] = parts as [Part, Part, Part, Part];
  const { following } = parts.at(-1)!;
  switch (parts.length) {
    case 2:
      return { step: planner.take(breakingTwo)(a.step, a.following, b.step, site), following };
    case 3:
      return { step: planner.take(breakingThree)(a.step, a.following, b.step, b.following, c.step, site), following };
    default:
      return { step: planner.take(breakingFour)(a.step, a.following, b.step, b.following, c.step, c.following, d.step, site), following };
  }
}

const breakingTwo = factory([pay, NORMAL], (pay, NORMAL) => (first: S, afterFirst: number, second: S, site: Site): S => (frame) => {
  const completion = first(frame);
  if (completion !== NORMAL) return completion;
  pay(afterFirst, site);
  return second(frame);
});

const breakingThree = factory(
  [pay, NORMAL],
  (pay, NORMAL) =>
    (first: S, afterFirst: number, second: S, afterSecond: number, third: S, site: Site): S =>
    (frame) => {
      let completion = first(frame);
      if (completion !== NORMAL) return completion;
      pay(afterFirst, site);
      completion = second(frame);
      if (completion !== NORMAL) return completion;
      pay(afterSecond, site);
      return third(frame);
    },
);

const breakingFour = factory(
  [pay, NORMAL],
  (pay, NORMAL) =>
    (first: S, afterFirst: number, second: S, afterSecond: number, third: S, afterThird: number, fourth: S, site: Site): S =>
    (frame) => {
      let completion = first(frame);
      if (completion !== NORMAL) return completion;
      pay(afterFirst, site);
      completion = second(frame);
      if (completion !== NORMAL) return completion;
      pay(afterSecond, site);
      completion = third(frame);
      if (completion !== NORMAL) return completion;
      pay(afterThird, site);
      return fourth(frame);
    },
);

/** The cost up to the first statement that may break off, and after each: up to the next such. */
function segments(statements: readonly PlannedStatement[]): { cost: number; following: number[] } {
  const following = statements.map(() => 0);
  let cost = 0;
  for (let i = statements.length - 1; i >= 0; i--) {
    if (statements[i].abrupt) {
      following[i] = cost;
      cost = 0;
    }
    cost += statements[i].cost;
  }
  return { cost, following };
}

/** A block that has variables of its own each time it is entered runs in a frame of its own. */
export function inBlockFrame(node: BlockStatement | CatchClause | SwitchStatement, planner: Planner, plan: () => PlannedStatement): PlannedStatement {
  const slots = planner.blockFrame(node);
  if (slots === 0) return plan();
  const inner = planner.inBlock(plan);
  return { ...inner, step: planner.take(framed)(inner.step, slots, sizes.frame + slots * sizes.slot), cost: inner.cost + 1, height: inner.height + 1 };
}

const framed = factory([allocate, begin, newFrame], (allocate, begin, newFrame) => (step: StatementStep, slots: number, bytes: number): StatementStep => (outer) => {
  allocate(bytes);
  const frame = newFrame(outer, slots);
  begin(frame);
  return step(frame);
});
