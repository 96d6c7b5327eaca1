/** Files as other programs want them named: from the folder in which `pipyjs` was started. */
import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The path from the working directory, with slashes; the file's own where it lies outside. */
export function pathFromHere(file: string): string {
  const path = relative(process.cwd(), file);
  return isOutside(path) ? file : path.split(sep).join('/');
}

/** The same as a URI; absolute where the file lies outside. */
export function uriFromHere(file: string): { readonly uri: string; readonly isRelative: boolean } {
  const path = relative(process.cwd(), file);
  if (isOutside(path)) return { uri: pathToFileURL(file).href, isRelative: false };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), isRelative: true };
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}
