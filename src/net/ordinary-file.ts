/**
 * Opening what is a file and nothing else: no link is followed at the last step, and a pipe or a device is refused, not waited for. What is
 * opened is what the path leads to.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, realpathSync } from 'node:fs';

// A system that lacks one of these has no such danger.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** Does something with an open file; null when `real`, a path without links, is none. */
export function withFile<T>(real: string, flags: number, work: (file: number) => T): T | null {
  const file = openSync(real, flags | O_NOFOLLOW | O_NONBLOCK, 0o666);
  try {
    const opened = fstatSync(file);
    if (!opened.isFile()) return null;
    // A folder on the way may have become a link since the path was asked about.
    const now = lstatSync(real);
    if (realpathSync(real) !== real || now.dev !== opened.dev || now.ino !== opened.ino) return null;
    return work(file);
  } finally {
    closeSync(file);
  }
}
