/** `export` of a declaration or of a value; imports and lists of names are bound before anything runs. */
import type { ModuleDeclaration } from '../../syntax/node.js';
import { NORMAL, type PlannedStatement, type StatementStep } from '../completion.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { writeSlot, type Store } from '../slots.js';
import type { Step } from '../step.js';
import { nothing } from './block.js';

const none: PlannedStatement = { step: nothing, cost: 0, height: 0, abrupt: false };

export function planModuleDeclaration(node: ModuleDeclaration, planner: Planner): PlannedStatement {
  if (node.type === 'ExportNamedDeclaration') {
    return node.declaration?.type === 'VariableDeclaration' ? planner.planStatement(node.declaration) : none;
  }
  if (node.type !== 'ExportDefaultDeclaration' || node.declaration.type === 'FunctionDeclaration') return none;
  const { step, cost, height } = planner.planNamed(node.declaration, 'default');
  const store = writeSlot(0, planner.defaultSlot, planner);
  return { step: planner.take(exportDefault)(step, store), cost: cost + 1, height: height + 1, abrupt: false };
}

const exportDefault = factory([NORMAL], (NORMAL) => (value: Step, store: Store): StatementStep => (frame) => {
  store(frame, value(frame));
  return NORMAL;
});
