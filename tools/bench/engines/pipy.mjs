/** The original in C++, whose program `PIPY` names: a script measures itself and says what came of it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const name = 'pipy (C++)';
export const about = 'no limits';
/** Processes that are worth their time: its clock counts whole milliseconds, which several runs in one process make good. */
export const processes = 3;
/** Why it cannot be measured; null when it can. */
export const absent = process.env.PIPY ? null : 'PIPY names no program';

const runs = 6;

/** Runs a kernel in a process of its own; gives the value and the time of each run but the first. */
export async function measure(text, checksum) {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-bench-'));
  const file = join(folder, 'main.js');
  // Numbers are compared within: the original does not print all of them as they are.
  writeFileSync(
    file,
    `((t, r, n, times, same) => (
  n = 0, times = [], same = true,
  repeat(() => (t = Date.now(), r = ${text}, times.push(Date.now() - t), same = same && r == ${checksum}, n += 1, n < ${runs})),
  console.log('measured ' + (same ? 'right' : 'wrong') + ' ' + times.join(',') + ' end'),
  pipy().task('3600s').replaceMessage(() => new StreamEnd)
))()
`,
  );
  const child = spawn(process.env.PIPY, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  try {
    const found = await new Promise((resolve, reject) => {
      const read = (bytes) => {
        output += bytes;
        const match = /measured (right|wrong) ([\d,.e+]+) end/.exec(output);
        if (match !== null) resolve(match);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`it ended: ${output.trim().split('\n').at(-1)}`)));
    });
    return { value: found[1] === 'right' ? checksum : NaN, times: found[2].split(',').slice(1).map(Number) };
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
