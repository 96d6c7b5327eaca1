/** A command of `pipyjs`: data for the help, and a function. */
import type { Option } from 'commander';
import type { Definition } from '../definition/definition.js';

/** Where a command's answers and complaints go. Everything is written before the process ends. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
}

interface Output {
  write(text: string): void;
  /** Writes what is gathered before anything else runs. */
  flush(): void;
}

export interface CommandDefinition extends Definition {
  /** Its arguments as the help shows them: `<x>` is required, `[x]` is not, `...` repeats. */
  readonly usage: string;
  readonly options: readonly Option[];
  /** Lines that the help ends with. */
  readonly notes?: string;
  /** Gives the exit code. */
  run(args: readonly string[], options: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<number> | number;
}

/** A command line that makes no sense: told in one line, with exit code 2. */
export class UsageError extends Error {}
