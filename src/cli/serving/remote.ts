/** A script by URL: where it comes from, and when it is loaded again. */
import type { TextLog } from '../../net/log.js';
import { RemoteCodebase, type RemoteTls } from '../../net/remote-codebase.js';
import { UsageError } from '../command.js';
import type { ScriptFile } from '../script-file.js';

/** The code base at `name`, if that is a URL. */
export function remoteAt(name: string, tls: RemoteTls, log: TextLog): RemoteCodebase | null {
  if (!/^https?:\/\//i.test(name)) return null;
  if ((tls.cert === undefined) !== (tls.key === undefined)) throw new UsageError('--tls-cert and --tls-key must be used together');
  if (!URL.canParse(name)) throw new UsageError(`'${name}' is no URL`);
  try {
    return new RemoteCodebase(new URL(name), log, tls);
  } catch (error) {
    throw new UsageError(`cannot open a file of --tls-…: ${(error as Error).message}`);
  }
}

/** Paths that the script itself uses begin where the command was given. */
export function remoteScript(remote: RemoteCodebase): ScriptFile {
  return {
    directory: process.cwd(),
    get main() {
      return remote.main;
    },
    codebase: remote,
  };
}

/** Milliseconds between two looks at a code base that lies elsewhere. */
const pollInterval = 5000;

/** Goes on until it is there, or a signal ends the process; false where it is asked for `once` and does not come. */
export async function fetchFirst(remote: RemoteCodebase, once: boolean): Promise<boolean> {
  while (!(await remote.update())) {
    if (once) return false;
    await new Promise((later) => setTimeout(later, pollInterval));
  }
  return true;
}

/** Calls `changed` whenever another version is there. */
export function pollRemote(remote: RemoteCodebase, changed: () => void): void {
  const again = (): void => {
    setTimeout(() => {
      void remote
        .update()
        .then((isOther) => isOther && changed())
        .finally(again);
    }, pollInterval);
  };
  again();
}
