/** Live memory: what the meter says is alive is what the process has grown by. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Growth {
  readonly kind: string;
  readonly n: number;
  readonly counted: number;
  readonly grown: number;
  readonly left: number;
}

/** What V8 does on the side moves by some hundred kilobytes. */
const slack = 400_000;

function holds({ counted, grown, left }: Growth): boolean {
  return counted > 0.8 * (grown - slack) && counted < 2 * (grown + slack) && left < 10_000;
}

async function measure(): Promise<Growth[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'live-memory.mjs'), '--build', join(__dirname, '../../.build'), '10000', '100000']);
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Growth);
}

test('every kind of value, and ten times as many: counted for 0.8 to 2 times what V8 takes for them', async () => {
  let growths = await measure();
  expect(growths.length).toBeGreaterThan(60);
  let wrong = growths.filter((growth) => !holds(growth));
  // V8 lets code and the like go when it likes, a megabyte at once: what is wrong is wrong each time.
  for (let again = 0; again < 2 && wrong.length > 0; again++) {
    growths = await measure();
    wrong = wrong.map(({ kind, n }) => growths.find((growth) => growth.kind === kind && growth.n === n)!).filter((growth) => !holds(growth));
  }
  expect(wrong).toEqual([]);
}, 120_000);
