/** `{ … }`, the bodies of functions, and modules: lists of statements, and the functions that they declare. */
import type { BlockStatement, CatchClause, FunctionDeclaration, ModuleDeclaration, Statement, SwitchStatement } from '../../syntax/node.js';
import { functionsIn } from '../../resolve/declarations.js';
import { begin, refuel, type Site } from '../activation.js';
import { NORMAL, RETURN, takeReturned, type PlannedStatement, type StatementStep } from '../completion.js';
import { newFrame } from '../frame.js';
import { allocate, FUEL, sizes, tank } from '../meter.js';
import type { Planner } from '../plan.js';
import { writeSlot } from '../slots.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import { planStore } from './identifier.js';

export function planBlock(node: BlockStatement, planner: Planner): PlannedStatement {
  return inBlockFrame(node, planner, () => planStatements(node.body, planner));
}

/** The body of a function: a step that gives what the function gives. */
export function planBody({ body }: BlockStatement, planner: Planner): Planned {
  const last = body.at(-1);
  if (last?.type === 'ReturnStatement' && last.argument !== null) {
    const before = planStatements(body.slice(0, -1), planner);
    if (!before.abrupt) return endingIn(before, planner.plan(last.argument));
  }
  const { step, cost, height } = planStatements(body, planner);
  return { step: (frame) => (step(frame) === RETURN ? takeReturned() : undefined), cost, height: height + 1 };
}

/** Statements that end normally, and then the value. */
function endingIn(before: PlannedStatement, value: Planned): Planned {
  if (before.step === nothing) return value;
  const [statements, result] = [before.step, value.step];
  return { step: (frame) => (statements(frame), result(frame)), cost: costOf([before, value]), height: heightOf([before, value]) };
}

/** Statements in order; the functions among them are there before the first runs. */
export function planStatements(nodes: readonly (Statement | ModuleDeclaration)[], planner: Planner): PlannedStatement {
  const functions = functionsIn(nodes);
  const statements = planOthers(nodes, planner);
  const all = functions.length === 0 ? statements : [planFunctions(functions, planner), ...statements];
  return inOrder(all, nodes.length === 0 ? null : planner.site(nodes[0]));
}

/** The statements of a module; the functions that it declares are made by `planModuleFunctions`, before any module runs. */
export function planModuleStatements(nodes: readonly (Statement | ModuleDeclaration)[], planner: Planner): PlannedStatement {
  return inOrder(planOthers(nodes, planner), nodes.length === 0 ? null : planner.site(nodes[0]));
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
  const steps = makers.map(({ step }) => step);
  const stores = functions.map(({ id }) => (id === null ? writeSlot(0, planner.defaultSlot) : planStore(id, planner)));
  return {
    step: (frame) => {
      for (let i = 0; i < steps.length; i++) stores[i](frame, steps[i](frame));
      return NORMAL;
    },
    cost: costOf(makers, 0),
    height: heightOf(makers),
    abrupt: false,
  };
}

/** What does nothing. */
export const nothing: StatementStep = () => NORMAL;

/** Statements one after the other: what follows one that may break off is charged when it is reached. */
function inOrder(statements: readonly PlannedStatement[], site: Site | null): PlannedStatement {
  const abrupt = statements.some((statement) => statement.abrupt);
  const steps = statements.map(({ step }) => step);
  const height = heightOf(statements, statements.length > 1 ? 1 : 0);
  if (!abrupt || statements.length === 1) return { step: straight(steps), cost: costOf(statements, 0), height, abrupt };
  const { cost, following } = segments(statements);
  const step: StatementStep = (frame) => {
    for (let i = 0; i < steps.length; i++) {
      const completion = steps[i](frame);
      if (completion !== NORMAL) return completion;
      if ((tank[FUEL] -= following[i]) < 0) refuel(site);
    }
    return NORMAL;
  };
  return { step, cost, height, abrupt };
}

function straight(steps: readonly StatementStep[]): StatementStep {
  const [a, b, c] = steps as [StatementStep, StatementStep, StatementStep];
  switch (steps.length) {
    case 0:
      return nothing;
    case 1:
      return a;
    case 2:
      return (frame) => (a(frame), b(frame));
    case 3:
      return (frame) => (a(frame), b(frame), c(frame));
    default:
      return (frame) => {
        for (const step of steps) step(frame);
        return NORMAL;
      };
  }
}

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
  const { step } = inner;
  return { ...inner, step: (frame) => step(openFrame(frame, slots)), cost: inner.cost + 1, height: inner.height + 1 };
}

function openFrame(parent: Parameters<Step>[0], slots: number): Parameters<Step>[0] {
  allocate(sizes.frame + slots * sizes.slot);
  return begin(newFrame(parent, slots));
}
