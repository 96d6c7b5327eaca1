/** Every code, explained: `pipyjs explain`. A code without an explanation does not compile. */
import type { Code } from '../codes.js';
import { configurations } from './configurations.js';
import { constructs } from './constructs.js';
import { evaluation } from './evaluation.js';
import type { Explanation } from './explanation.js';
import { names } from './names.js';
import { texts } from './texts.js';

export const explanations: Readonly<Record<Code, Explanation>> = { ...texts, ...constructs, ...names, ...evaluation, ...configurations };
