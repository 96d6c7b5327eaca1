/** The fixes there are, by what they mend: the one line that adding one takes beside its file. */
import type { Code } from '../../language/source/codes.js';
import { arrowBody } from './arrow-body.js';
import { debuggerStatement } from './debugger.js';
import type { Fixer } from './fixer.js';
import { forClauses } from './for-clauses.js';
import { method } from './method.js';
import { regularExpression } from './regular-expression.js';
import { semicolon } from './semicolon.js';
import { variable } from './variable.js';
import { whileLoop } from './while.js';

export const fixers: Readonly<Partial<Record<Code, Fixer>>> = {
  PJS202: variable,
  PJS207: whileLoop,
  PJS209: forClauses,
  PJS217: semicolon,
  PJS219: debuggerStatement,
  PJS230: arrowBody,
  PJS239: regularExpression,
  PJS248: method,
};
