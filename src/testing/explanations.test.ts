/** What `pipyjs explain` shows is so: wrong examples yield the code they stand for, right ones nothing. */
import { checkCodebase } from '../host/check.js';
import { memoryCodebase } from '../host/codebase.js';
import { useComputation } from '../host/computation.js';
import { recordOf } from '../host/fault-record.js';
import type { Code } from '../language/source/codes.js';
import { engine } from '../net/engine.js';
import { explanations } from '../language/source/explanations/index.js';
import type { Example } from '../language/source/explanations/explanation.js';

beforeAll(() => useComputation(engine.computation));

/** The codes that loading the example yields. That it is no proxy is told of no example but the one about that. */
function codesOf(code: Code, example: Example, dialect: 'classic' | 'modern'): string[] {
  const files = typeof example === 'string' ? { '/main.js': example } : example;
  const found = checkCodebase(memoryCodebase(files), '/main.js', { dialect, api: 'auto' }).map((fault) => recordOf(fault).code);
  return found.filter((each) => code === 'PJS521' || each !== 'PJS521');
}

test.each(Object.entries(explanations))('%s', (name, explanation) => {
  const code = name as Code;
  if ('noExample' in explanation) return;
  const { wrong, right, dialect = 'modern' } = explanation;
  expect(codesOf(code, wrong, dialect)).toContain(code);
  expect(codesOf(code, right, dialect)).toEqual([]);
});
