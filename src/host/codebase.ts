/** A code base: the files of a script, by paths that begin at its root. */

export interface Codebase {
  /** The bytes of a file, or null when there is none. `path` is normalised. */
  read(path: string): Buffer | null;
}

/** `/a/b` for whatever way a path was written: always from the root, and never above it. */
export function normalizePath(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  if (!rooted.includes('//') && !rooted.includes('/.') && (rooted === '/' || !rooted.endsWith('/'))) return rooted;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return '/' + parts.join('/');
}

/** A code base in memory: tests, the conformance protocol, embedders. */
export function memoryCodebase(files: Readonly<Record<string, string>>): Codebase {
  const table = new Map(Object.entries(files).map(([path, text]) => [normalizePath(path), Buffer.from(text)]));
  return { read: (path) => table.get(path) ?? null };
}
