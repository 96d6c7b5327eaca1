/** What a process gives the scripts that run in it, when it starts: the engine of the evaluator, and what globals compute with. */
import { useEngine as useLanguageEngine, type Engine as LanguageEngine } from '../language/evaluate/engine.js';
import { useComputation, type Computation } from './computation.js';

interface Engine extends LanguageEngine {
  readonly computation: Computation;
}

export function useEngine({ computation, ...engine }: Engine): void {
  useLanguageEngine(engine);
  useComputation(computation);
}
