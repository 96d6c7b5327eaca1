/** All rows of attacks, from the files in `conformance/attacks`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAttacks, type AttackRow } from '../../../conformance/runner/attack-file.js';
import { root } from '../pages.js';

const folder = join(root, 'conformance/attacks');

export function readCorpus(): AttackRow[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.attacks.pjs')).sort();
  return files.flatMap((name) => readAttacks(name, readFileSync(join(folder, name), 'utf8')));
}
