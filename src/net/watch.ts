/** Watching a folder: `--watch`. */
import { basename } from 'node:path';
import { watch } from 'chokidar';

/** Milliseconds for which nothing more must change: who saves many files, or builds, is waited for. */
const quiet = 100;

/** Calls `changed` when files below `directory` have changed; those whose names begin with a dot do not count, nor do installed packages. `ready` is called when that begins. */
export function watchFolder(directory: string, changed: () => void, ready: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, quiet);
  };
  const ignored = (path: string): boolean => path !== directory && (basename(path).startsWith('.') || basename(path) === 'node_modules');
  watch(directory, { ignored, ignoreInitial: true }).on('all', later).on('ready', ready).on('error', () => {});
}
