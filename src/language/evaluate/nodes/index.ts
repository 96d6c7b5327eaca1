/** The node types of PipyJS, and what plans each. A type without a line here does not compile. */
import type { Planners } from '../plan.js';
import { planArray } from './array.js';
import { planArrow } from './arrow.js';
import { planAssignment } from './assignment.js';
import { planBinary } from './binary.js';
import { planChain } from './chain.js';
import { planConditional } from './conditional.js';
import { planIdentifier } from './identifier.js';
import { planLiteral } from './literal.js';
import { planLogical } from './logical.js';
import { planNew } from './new.js';
import { planObject } from './object.js';
import { planSequence } from './sequence.js';
import { planTemplate } from './template.js';
import { planUnary } from './unary.js';
import { planUpdate } from './update.js';

export const planners: Planners = {
  ArrayExpression: planArray,
  ArrowFunctionExpression: planArrow,
  AssignmentExpression: planAssignment,
  BinaryExpression: planBinary,
  CallExpression: (node, planner) => planChain(node, planner),
  ChainExpression: (node, planner) => planChain(node, planner),
  ConditionalExpression: planConditional,
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
