/** The commands of `pipyjs`: the one line that adding a command takes beside its file. */
import type { CommandDefinition } from '../command.js';
import { check } from './check.js';
import { conformance } from './conformance.js';
import { demo } from './demo.js';
import { evaluate } from './eval.js';
import { run } from './run.js';
import { testee } from './testee.js';

export const commands: readonly CommandDefinition[] = [run, evaluate, check, conformance, testee, demo];
