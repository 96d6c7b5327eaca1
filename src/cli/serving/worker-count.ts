/** How many processes serve the ports: `--threads`, or what the original's container reads. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { UsageError } from '../command.js';

/** What the environment asks for: PIPY_SPAWN is how many there are beside the first. */
export function workersByEnvironment(): number {
  const text = process.env['PIPY_SPAWN'] ?? '';
  if (text === '') return 1;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0 || count >= mostThreads) throw new UsageError(`PIPY_SPAWN is '${text}': a number from 0 to ${mostThreads - 1} is expected`);
  return count + 1;
}

const mostThreads = 256;

/** What `--threads` says. */
export function workerCount(text: string): number {
  const count = text === 'max' ? availableParallelism() : Number(text);
  if (!Number.isInteger(count) || count < 1 || count > mostThreads) throw new InvalidArgumentError(`A number from 1 to ${mostThreads} is expected, or 'max'.`);
  return count;
}
