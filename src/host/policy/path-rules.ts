/** Which files a script may reach: a path allows the file, or the folder with all that is in it. */

/** Where systems show their own state as files: part of no folder, these have to be named themselves. */
const systemTrees = ['/proc', '/sys', '/dev'];

export class PathRules {
  constructor(
    private readonly allowed: 'all' | readonly string[],
    private readonly denied: 'all' | readonly string[],
  ) {}

  /** Of an absolute path without `.` and `..`, its parts between `/`. */
  allows(path: string): boolean {
    if (this.denies(path)) return false;
    if (this.allowed === 'all') return true;
    const tree = systemTrees.find((root) => isWithin(root, path));
    return this.allowed.some((root) => isWithin(root, path) && (tree === undefined || isWithin(tree, root)));
  }

  /** Whether a rule denies it, whatever allows it. */
  denies(path: string): boolean {
    return this.denied === 'all' || this.denied.some((root) => isWithin(root, path));
  }
}

function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
}
