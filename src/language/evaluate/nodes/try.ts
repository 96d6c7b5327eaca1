/**
 * `try`, `catch`, `finally`.
 *
 * Limits and denials pass through: neither `catch` nor `finally` runs for them. Nothing here is the host's
 * own `finally`.
 */
import type { CatchClause, TryStatement } from '../../syntax/node.js';
import { nesting, pay, restoreNesting, type Site } from '../calls.js';
import { NORMAL, returned, type PlannedStatement, type StatementStep } from '../completion.js';
import { catchable, valueOf } from '../error-object.js';
import { factory } from '../factory.js';
import { planComplete, type Complete } from '../module-frame.js';
import type { Planner } from '../plan.js';
import type { ScriptError } from '../script-error.js';
import type { Store } from '../slots.js';
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

/** Takes what was caught from `pending`: it may be bound in a frame of its own. */
function planHandler(node: CatchClause, planner: Planner): PlannedStatement {
  return inBlockFrame(node, planner, () => {
    const body = planStatements(node.body.body, planner);
    if (node.param === null) return body;
    const pattern = planPattern(node.param, planner);
    return {
      step: planner.take(handling)(pattern.bind, body.step),
      cost: costOf([...pattern.children, body]),
      height: heightOf([...pattern.children, body]),
      abrupt: body.abrupt,
    };
  });
}

/** What is caught, on its way to where it is bound. */
const pending: { value: Value } = { value: undefined };

const handling = factory([pending], (pending) => (bind: Store, body: StatementStep): StatementStep => (frame) => {
  const { value } = pending;
  pending.value = undefined;
  bind(frame, value);
  return body(frame);
});

function withHandler(block: PlannedStatement, handler: PlannedStatement, planner: Planner, site: Site): PlannedStatement {
  // What the block came to before it failed is not the value of the statement.
  const handle = withoutValue(planner, handler).step;
  const step = planner.take(catching)(block.step, handle, handler.cost, site);
  return { step, cost: block.cost + 1, height: heightOf([block, handler]) + hostHeight, abrupt: block.abrupt || handler.abrupt };
}

const catching = factory(
  [nesting, restoreNesting, catchable, valueOf, pay, pending],
  (nesting, restoreNesting, catchable, valueOf, pay, pending) =>
    (run: StatementStep, handle: StatementStep, cost: number, site: Site): StatementStep =>
    (frame) => {
      const outside = nesting();
      let value: Value;
      try {
        return run(frame);
      } catch (thrown) {
        value = valueOf(catchable(thrown));
      }
      restoreNesting(outside);
      pay(cost, site);
      pending.value = value;
      return handle(frame);
    },
);

function withFinalizer(block: PlannedStatement, finalizer: PlannedStatement, planner: Planner, site: Site): PlannedStatement {
  const finish = planner.moduleHops < 0 ? finalizer.step : planner.take(keepingValue)(finalizer.step, planComplete(planner.moduleHops));
  const step = planner.take(finishing)(block.step, finish, finalizer.cost, site);
  return { step, cost: block.cost + 1, height: heightOf([block, finalizer]) + hostHeight, abrupt: block.abrupt || finalizer.abrupt };
}

const finishing = factory(
  [NORMAL, nesting, restoreNesting, catchable, pay, returned],
  (NORMAL, nesting, restoreNesting, catchable, pay, returned) =>
    (run: StatementStep, finish: StatementStep, cost: number, site: Site): StatementStep =>
    (frame) => {
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
      pay(cost, site);
      const end = finish(frame);
      if (end !== NORMAL) return end;
      if (error !== null) throw error;
      returned.value = result;
      return completion;
    },
);

/** What a `try` needs of the host's stack beyond a step's, counted in steps. */
const hostHeight = 1;

/** A `finally` that ends normally does not change the value of the module. */
const keepingValue = factory([NORMAL], (NORMAL) => (finish: StatementStep, complete: Complete): StatementStep => (frame) => {
  const value = complete(frame, undefined);
  const end = finish(frame);
  if (end === NORMAL) complete(frame, value);
  return end;
});
