/**
 * `try`, `catch`, `finally`.
 *
 * Limits and denials pass through: neither `catch` nor `finally` runs for them. Nothing here is the host's
 * own `finally`.
 */
import type { CatchClause, TryStatement } from '../../syntax/node.js';
import { nesting, refuel, restoreNesting } from '../activation.js';
import { NORMAL, returned, type PlannedStatement, type StatementStep } from '../completion.js';
import { catchable, valueOf } from '../error-object.js';
import type { Frame } from '../frame.js';
import { FUEL, tank } from '../meter.js';
import { planComplete } from '../module-frame.js';
import type { Planner } from '../plan.js';
import type { ScriptError } from '../script-error.js';
import { costOf, heightOf } from '../step.js';
import type { Value } from '../value.js';
import { inBlockFrame, planBlock, planStatements } from './block.js';
import { planPattern } from './pattern.js';
import { withoutValue } from './without-value.js';

export function planTry(node: TryStatement, planner: Planner): PlannedStatement {
  const block = planBlock(node.block, planner);
  const caught = node.handler === null ? block : withHandler(block, planHandler(node.handler, planner), planner, planner.site(node.handler));
  const whole = node.finalizer === null ? caught : withFinalizer(caught, planBlock(node.finalizer, planner), planner, planner.site(node.finalizer));
  return withoutValue(planner, whole);
}

/** What is caught, on its way to where it is bound. */
let pending: Value = undefined;

/** Takes what was caught from `pending`: it may be bound in a frame of its own. */
function planHandler(node: CatchClause, planner: Planner): PlannedStatement {
  return inBlockFrame(node, planner, () => {
    const body = planStatements(node.body.body, planner);
    if (node.param === null) return body;
    const pattern = planPattern(node.param, planner);
    const { bind } = pattern;
    const { step } = body;
    return {
      step: (frame) => {
        const value = pending;
        pending = undefined;
        bind(frame, value);
        return step(frame);
      },
      cost: costOf([...pattern.children, body]),
      height: heightOf([...pattern.children, body]),
      abrupt: body.abrupt,
    };
  });
}

type SiteOf = ReturnType<Planner['site']>;

function withHandler(block: PlannedStatement, handler: PlannedStatement, planner: Planner, site: SiteOf): PlannedStatement {
  const [run, cost] = [block.step, handler.cost];
  // What the block came to before it failed is not the value of the statement.
  const handle = withoutValue(planner, handler).step;
  const step: StatementStep = (frame) => {
    const outside = nesting();
    let value: Value;
    try {
      return run(frame);
    } catch (thrown) {
      value = valueOf(catchable(thrown));
    }
    restoreNesting(outside);
    if ((tank[FUEL] -= cost) < 0) refuel(site);
    pending = value;
    return handle(frame);
  };
  return { step, cost: block.cost + 1, height: heightOf([block, handler]) + hostHeight, abrupt: block.abrupt || handler.abrupt };
}

function withFinalizer(block: PlannedStatement, finalizer: PlannedStatement, planner: Planner, site: SiteOf): PlannedStatement {
  const [run, finish, cost] = [block.step, finalizer.step, finalizer.cost];
  const keep = planner.moduleHops < 0 ? finish : keepingValue(finish, planner.moduleHops);
  const step: StatementStep = (frame) => {
    const outside = nesting();
    let completion = NORMAL;
    let error: ScriptError | null = null;
    try {
      completion = run(frame);
    } catch (thrown) {
      error = catchable(thrown);
    }
    const result = returned.value;
    restoreNesting(outside);
    if ((tank[FUEL] -= cost) < 0) refuel(site);
    const end = keep(frame);
    if (end !== NORMAL) return end;
    if (error !== null) throw error;
    returned.value = result;
    return completion;
  };
  return { step, cost: block.cost + 1, height: heightOf([block, finalizer]) + hostHeight, abrupt: block.abrupt || finalizer.abrupt };
}

/** What a `try` needs of the host's stack beyond a step's, counted in steps. */
const hostHeight = 1;

/** A `finally` that ends normally does not change the value of the module. */
function keepingValue(finish: StatementStep, hops: number): StatementStep {
  const complete = planComplete(hops);
  return (frame: Frame) => {
    const value = complete(frame, undefined);
    const end = finish(frame);
    if (end === NORMAL) complete(frame, value);
    return end;
  };
}
