/** The node types of PipyJS, and what plans each. A type without a line here does not compile. */
import type { Planners, StatementPlanners } from '../plan.js';
import { planArray } from './array.js';
import { planAssignment } from './assignment.js';
import { planBinary } from './binary.js';
import { nothing, planBlock } from './block.js';
import { planChain } from './chain.js';
import { planConditional } from './conditional.js';
import { planModuleDeclaration } from './export.js';
import { planExpressionStatement } from './expression-statement.js';
import { planFor } from './for.js';
import { planFunction } from './function.js';
import { planIdentifier } from './identifier.js';
import { planIf } from './if.js';
import { planBreak, planLabeled, planReturn, planThrow } from './jump.js';
import { planLiteral } from './literal.js';
import { planLogical } from './logical.js';
import { planNew } from './new.js';
import { planObject } from './object.js';
import { planSequence } from './sequence.js';
import { planSwitch } from './switch.js';
import { planTemplate } from './template.js';
import { planTry } from './try.js';
import { planUnary } from './unary.js';
import { planUpdate } from './update.js';
import { planVariables } from './variable.js';

export const planners: Planners = {
  ArrayExpression: planArray,
  ArrowFunctionExpression: planFunction,
  AssignmentExpression: planAssignment,
  BinaryExpression: planBinary,
  CallExpression: (node, planner) => planChain(node, planner),
  ChainExpression: (node, planner) => planChain(node, planner),
  ConditionalExpression: planConditional,
  FunctionDeclaration: planFunction,
  FunctionExpression: planFunction,
  Identifier: planIdentifier,
  Literal: planLiteral,
  LogicalExpression: planLogical,
  MemberExpression: (node, planner) => planChain(node, planner),
  NewExpression: planNew,
  ObjectExpression: planObject,
  SequenceExpression: planSequence,
  TemplateLiteral: planTemplate,
  UnaryExpression: planUnary,
  UpdateExpression: planUpdate,
};

export const statementPlanners: StatementPlanners = {
  BlockStatement: planBlock,
  BreakStatement: planBreak,
  EmptyStatement: () => ({ step: nothing, cost: 0, height: 1, abrupt: false }),
  ExportAllDeclaration: planModuleDeclaration,
  ExportDefaultDeclaration: planModuleDeclaration,
  ExportNamedDeclaration: planModuleDeclaration,
  ExpressionStatement: planExpressionStatement,
  ForStatement: planFor,
  IfStatement: planIf,
  ImportDeclaration: planModuleDeclaration,
  LabeledStatement: planLabeled,
  ReturnStatement: planReturn,
  SwitchStatement: planSwitch,
  ThrowStatement: planThrow,
  TryStatement: planTry,
  VariableDeclaration: planVariables,
};
