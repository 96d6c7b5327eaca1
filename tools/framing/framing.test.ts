/** The grid of framing against ours, and against the other fronts where they are installed. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Grid {
  readonly fronts: readonly string[];
  readonly groups: readonly { readonly group: string; readonly cases: number }[];
  readonly findings: readonly { readonly group: string; readonly name: string; readonly findings: readonly string[] }[];
}

const groups = readdirSync(join(__dirname, 'cases')).map((file) => file.replace('.json', ''));
const sizeOf = (group: string): number => (JSON.parse(readFileSync(join(__dirname, 'cases', `${group}.json`), 'utf8')) as unknown[]).length;

/** What the runner tells; it exits with 1 where it has findings, which the tests name. */
function grid(...args: string[]): Promise<Grid> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(__dirname, 'framing.mjs'), '--json', ...args], { encoding: 'utf8' }, (error, stdout, stderr) => {
      if (stdout === '') reject(error ?? new Error(stderr));
      else resolve(JSON.parse(stdout) as Grid);
    });
  });
}

describe('ours alone', () => {
  let ours: Grid;

  beforeAll(async () => {
    ours = await grid('--fronts', 'PipyJS');
  }, 60_000);

  test.each(groups)('reads, refuses and answers as it should: %s', (group) => {
    expect(ours.findings.filter((finding) => finding.group === group)).toEqual([]);
    expect(ours.groups.find((other) => other.group === group)?.cases).toBe(sizeOf(group));
  });
});

test('nothing that ours forwards is taken for other messages by others', async () => {
  const all = await grid('--whole');
  process.stderr.write(`framing: ${all.fronts.join(', ')}\n`);
  expect(all.fronts).toContain('node:http');
  expect(all.findings).toEqual([]);
}, 60_000);
