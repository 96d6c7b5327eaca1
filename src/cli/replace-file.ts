/** Files written whole or not at all. */
import { realpathSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Gives a file another text: one that is read meanwhile is the old or the new one. Rights and a byte order mark stay. */
export function replaceFile(name: string, text: string): void {
  // What a link leads to is replaced, not the link.
  const path = realpathSync(name);
  const { mode } = statSync(path);
  const hasMark = readFileSync(path).subarray(0, 3).equals(byteOrderMark);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, hasMark ? `\ufeff${text}` : text, { mode });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
