/**
 * What implementations were seen to answer, recorded beside the cases:
 *
 *   //~ ecma 1.5   = 'a'
 *   //~ 0.22       ! evaluate @1:4 not a function
 *   //~ 0.30       crash
 *
 * The expectation of a case is what the specification says; a recording is compared with it, and never becomes it.
 */
import type { Case, Fail } from './case.js';
import { judge } from './compare.js';
import { readLiteral } from './literal.js';
import type { Answer } from './protocol.js';

export interface Observation {
  readonly implementation: string;
  readonly answer: Answer;
}

/** The implementations that may be recorded: a version of Pipy, or `ecma`, an engine that obeys ECMA-262. */
const observation = /^\/\/~((?:\s+(?:ecma|\d+\.\d+))+)\s+(=|!|crash|timeout)\s*(.*?)\s*$/;

/** One line holds the implementations that gave the same answer. */
export function readObservation(line: string, fail: Fail): Observation[] {
  const [, names, kind, text] = observation.exec(line) ?? fail(`not an observation: ${line}`);
  const answer = readAnswer(kind, text, fail);
  return names.trim().split(/\s+/).map((implementation) => ({ implementation, answer }));
}

function readAnswer(kind: string, text: string, fail: Fail): Answer {
  if (kind === '!') {
    const [, phase, line, column, message] = /^(parse|evaluate)(?:\s+@(\d+):(\d+))?(?:\s+(.*))?$/.exec(text) ?? fail(`not an error: ${text}`);
    return { status: 'error', phase, ...(line !== undefined && { line: Number(line), column: Number(column) }), message: message ?? '' };
  }
  if (kind !== '=') return { status: kind };
  try {
    return { status: 'value', value: readLiteral(text)[0] };
  } catch (error) {
    return fail((error as Error).message);
  }
}

/** Whether what an implementation was seen to do is what the case expects; null where it was not asked, or is too old. */
export function judgeObservation({ expected, since, observed = [] }: Case, implementation: string): { readonly wrong: string | null; readonly answer: Answer } | null {
  const seen = observed.find((each) => each.implementation === implementation);
  if (seen === undefined || Number(implementation) < Number(since)) return null;
  // What was printed was not recorded, and Pipy tells only two phases apart.
  return { wrong: judge({ outcomes: expected.outcomes.map(anywhere), printed: null }, seen.answer, true), answer: seen.answer };
}

/** Columns were recorded as each implementation counts them. */
function anywhere(outcome: Case['expected']['outcomes'][number]): typeof outcome {
  return outcome.kind === 'error' ? { ...outcome, line: null, column: null } : outcome;
}
