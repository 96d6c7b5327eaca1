/** Files: the code base of a script, and what `os` reaches outside of it. */
import { constants, readFileSync, realpathSync, statSync, writeFileSync, type Stats } from 'node:fs';
import { relative, resolve, sep, isAbsolute } from 'node:path';
import { withFile } from './ordinary-file.js';

/**
 * The files below `root`, by paths that begin at it: `/plugins/router.js`. A path or a symbolic link
 * that leads out of the root leads nowhere, and so does a pipe or a device.
 */
export function directoryCodebase(root: string): { read(path: string): Buffer | null } {
  const top = realpathSync(root);
  return {
    read(path) {
      if (path.includes('\0')) return null;
      try {
        const file = realpathSync(resolve(top, `.${sep}${path}`));
        const inside = relative(top, file);
        if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
        return withFile(file, constants.O_RDONLY, (opened) => readFileSync(opened));
      } catch {
        return null;
      }
    },
  };
}

type FileKind = 'file' | 'directory' | 'characterDevice' | 'blockDevice' | 'fifo' | 'symbolicLink' | 'socket';

export interface FileStatus {
  readonly kind: FileKind;
  readonly numbers: Readonly<Record<string, number>>;
}

interface FileAccess {
  read(name: string): Buffer | null;
  write(name: string, bytes: Buffer): boolean;
  stat(name: string): FileStatus | null;
}

/** Files by names as the system takes them, relative ones from `directory`. */
export function systemFiles(directory: string): FileAccess {
  const attempt = <T>(name: string, work: (file: string) => T): T | null => {
    try {
      return work(resolve(directory, name));
    } catch {
      return null;
    }
  };
  return {
    read: (name) => attempt(name, (file) => readFileSync(file)),
    write: (name, bytes) => attempt(name, (file) => (writeFileSync(file, bytes), true)) ?? false,
    stat: (name) => attempt(name, (file) => statusOf(statSync(file))),
  };
}

export function statusOf(stats: Stats): FileStatus {
  const { dev, ino, mode, nlink, uid, gid, rdev, size, blksize, blocks, atimeMs, mtimeMs, ctimeMs } = stats;
  const [atime, mtime, ctime] = [atimeMs, mtimeMs, ctimeMs].map((time) => Math.floor(time / 1000)) as [number, number, number];
  return { kind: kindOf(stats), numbers: { dev, ino, mode, nlink, uid, gid, rdev, size, blksize, blocks, atime, mtime, ctime } };
}

function kindOf(stats: Stats): FileKind {
  if (stats.isDirectory()) return 'directory';
  if (stats.isCharacterDevice()) return 'characterDevice';
  if (stats.isBlockDevice()) return 'blockDevice';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSymbolicLink()) return 'symbolicLink';
  if (stats.isSocket()) return 'socket';
  return 'file';
}
