/** Programs to sweep: cases of the conformance suite, and random ones. */
import { readSuite } from '../../conformance/runner/suite.js';
import type { Dialect } from '../language/syntax/dialect.js';
import { print } from './differential/print.js';
import { Random, seedAt } from './differential/random.js';
import { generate } from './differential/statements.js';
import { vocabularyOf } from './differential/vocabulary.js';

export interface SweepProgram {
  readonly text: string;
  readonly dialect: Dialect;
}

/** `count` programs that `seed` decides: half of them cases below `directory`, half of them random. */
export function sweepPrograms(seed: number, count: number, directory: string): SweepProgram[] {
  const random = new Random(seed);
  const cases = readSuite(directory).filter(({ request, canary }) => request.op === 'evaluate' && request.files === undefined && request.context === undefined && request.limits === undefined && !canary);
  return Array.from({ length: count }, (_, index): SweepProgram => {
    const dialect = index % 4 < 2 ? 'classic' : 'modern';
    if (index % 2 === 0) return { text: print(generate(seedAt(seed, index), dialect, vocabularyOf(dialect === 'classic' ? '0.22' : '1.5')).tree, 'own'), dialect };
    const { request } = random.pick(cases.filter(({ request }) => request.dialect === dialect));
    return { text: request.source!, dialect };
  });
}
