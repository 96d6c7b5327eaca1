/**
 * Files that are opened only where whoever asks may have them: by the path that was written, and by the one that it leads to through all
 * links.
 */
import { constants, ftruncateSync, lstatSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { statusOf, type FileStatus } from './files.js';
import { withFile } from './ordinary-file.js';

/** Why a file is not touched: the path that may not be had, or one of something else than a file. */
interface Refusal {
  readonly path: string;
  readonly special?: boolean;
}

/** Of an absolute path, its parts between `/`. */
type Permits = (path: string) => boolean;

interface CheckedAccess {
  read(name: string, permits: Permits): Buffer | Refusal | null;
  write(name: string, bytes: Buffer, permits: Permits): boolean | Refusal;
  stat(name: string, permits: Permits): FileStatus | Refusal | null;
}

const { O_RDONLY, O_WRONLY, O_CREAT } = constants;

/** Files by names as the system takes them, relative ones from `directory`. */
export function checkedFiles(directory: string): CheckedAccess {
  /** Does something with the real path of a file; null when there is none. */
  const reach = <T>(name: string, permits: Permits, work: (real: string) => T): T | Refusal | null => {
    if (name.includes('\0')) return null;
    const path = resolve(directory, name);
    // First: whether there is anything at a path that may not be had, nobody learns.
    if (!permits(portable(path))) return { path: portable(path) };
    try {
      const real = realPathOf(path);
      return permits(portable(real)) ? work(real) : { path: portable(real) };
    } catch {
      return null;
    }
  };
  return {
    read: (name, permits) => reach(name, permits, (real) => orRefusal(real, withFile(real, O_RDONLY, (file) => readFileSync(file)))),
    write: (name, bytes, permits) =>
      reach(name, permits, (real) =>
        orRefusal(
          real,
          withFile(real, O_WRONLY | O_CREAT, (file) => {
            ftruncateSync(file);
            writeFileSync(file, bytes);
            return true;
          }),
        ),
      ) ?? false,
    stat: (name, permits) => reach(name, permits, (real) => statusOf(statSync(real))),
  };
}

/** The absolute paths that a rule means: as it is written, and where it leads to. */
export function rulePaths(path: string): readonly string[] {
  const written = resolve(path);
  try {
    return [...new Set([written, realPathOf(written)].map(portable))];
  } catch {
    return [portable(written)];
  }
}

/** Where a path leads to; the last parts of it, and nothing but them, may be missing. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const parent = dirname(path);
    // A link that leads nowhere is no file that could be made.
    if (parent === path || lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw error;
    return join(realPathOf(parent), basename(path));
  }
}

function orRefusal<T>(real: string, outcome: T | null): T | Refusal {
  return outcome ?? { path: portable(real), special: true };
}

function portable(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
