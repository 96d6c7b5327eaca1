/** The kernels that scripts are measured by, and the build that metering is measured against. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { compile, Tenant } from '../../src/index.js';
import checksums from './kernels/checksums.json';

const folder = join(__dirname, 'kernels');
const kernels = Object.entries(checksums).map(([name, checksum]) => ({ name, checksum, text: readFileSync(join(folder, `${name}.js`), 'utf8') }));

test('every kernel has a checksum', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(files.sort()).toEqual(kernels.map(({ name }) => `${name}.js`).sort());
  expect(files.length).toBeGreaterThan(15);
});

test.each(kernels)('$name gives its checksum in V8 and here', ({ text, checksum }) => {
  expect(runInNewContext(`const repeat = (f) => { while (f()); }; ${text}`)).toBe(checksum);
  const { program, diagnostics } = compile(text, { dialect: 'classic' });
  expect(diagnostics).toEqual([]);
  expect(new Tenant({ limits: { fuel: 1e12, time: 600_000 } }).evaluate(program!)).toBe(checksum);
});

test('charging can be cut out of a build: scripts give the same and are charged for next to nothing', async () => {
  // Fails when it knows a form of charging no more, or does not know one.
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'without-charging.mjs'), '--build', join(__dirname, '../../.build')]);
  const removed = JSON.parse(stdout) as Record<string, Record<string, number>>;
  expect(Object.keys(removed).length).toBeGreaterThan(30);
});
