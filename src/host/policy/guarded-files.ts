/** Files as far as a policy lets a script reach them. */
import type { HostFiles } from '../tenant.js';
import { fileDenial } from './denial.js';
import type { Policy } from './policy.js';

type Access = 'read' | 'write';

/** Why a file is not touched: the path that the policy denies, or what kind of thing it is. */
export interface FileRefusal {
  readonly path: string;
  readonly special?: boolean;
}

/**
 * Files that are opened only after they were asked for twice: by the path that was written, and by the one that it leads to through all links.
 * `path` is absolute, its parts between `/`. What is refused is no ordinary file, or `permits` refuses it.
 */
export interface CheckedFiles {
  read(name: string, permits: (path: string) => boolean): Buffer | FileRefusal | null;
  write(name: string, bytes: Buffer, permits: (path: string) => boolean): boolean | FileRefusal;
  stat(name: string, permits: (path: string) => boolean): ReturnType<HostFiles['stat']> | FileRefusal;
}

export function guardFiles(files: CheckedFiles, policy: Policy): HostFiles {
  const permits: Readonly<Record<Access, (path: string) => boolean>> = {
    read: (path) => policy.read.allows(path),
    write: (path) => policy.write.allows(path),
  };

  /** What came of an access, unless it was refused. */
  const admitted = <T>(access: Access, name: string, outcome: T | FileRefusal): T => {
    if (typeof outcome !== 'object' || outcome === null || !('path' in outcome)) return outcome;
    throw fileDenial(policy, access, name, outcome.path, outcome.special === true ? 'it is no ordinary file' : undefined);
  };

  return {
    read: (name) => admitted('read', name, files.read(name, permits.read)),
    write: (name, bytes) => admitted('write', name, files.write(name, bytes, permits.write)),
    stat: (name) => admitted('read', name, files.stat(name, permits.read)),
  };
}
