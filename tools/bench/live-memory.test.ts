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

test('every kind of value, and ten times as many: counted for 0.8 to 2 times what V8 takes for them', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'live-memory.mjs'), '--build', join(__dirname, '../../.build'), '10000', '100000']);
  const growths = stdout.trim().split('\n').map((line) => JSON.parse(line) as Growth);
  expect(growths.length).toBeGreaterThan(60);
  for (const growth of growths) {
    const { counted, grown, left } = growth;
    const holds = counted > 0.8 * (grown - slack) && counted < 2 * (grown + slack) && left < 10_000;
    expect({ ...growth, holds }).toEqual({ ...growth, holds: true });
  }
}, 120_000);
