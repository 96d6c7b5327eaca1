import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryCodebase, systemFiles } from './files.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pipyjs-'));
  mkdirSync(join(directory, 'base/plugins'), { recursive: true });
  writeFileSync(join(directory, 'secret'), 'secret');
  writeFileSync(join(directory, 'base/main.js'), 'main');
  writeFileSync(join(directory, 'base/plugins/a.js'), 'a');
  symlinkSync('../main.js', join(directory, 'base/plugins/inside.js'));
  symlinkSync('../../secret', join(directory, 'base/plugins/outside.js'));
});
afterAll(() => rmSync(directory, { recursive: true }));

test.each([
  ['/main.js', 'main'],
  ['/plugins/a.js', 'a'],
  ['/plugins/inside.js', 'main'],
  ['/plugins/outside.js', null],
  ['/../secret', null],
  ['/plugins/../../secret', null],
  ['/plugins', null],
  ['/nothing.js', null],
  ['/main.js\0', null],
])('a code base reads %s as %j', (path, text) => {
  expect(directoryCodebase(join(directory, 'base')).read(path)?.toString() ?? null).toBe(text);
});

test('files of the system are read, written and told about, or not', () => {
  const files = systemFiles(directory);
  expect(files.read('secret')?.toString()).toBe('secret');
  expect(files.read('nothing')).toBeNull();
  expect([files.write('new', Buffer.from('x')), files.write('no/such/place', Buffer.from('x'))]).toEqual([true, false]);
  expect(files.stat('new')).toMatchObject({ kind: 'file', numbers: { size: 1 } });
  expect(files.stat('base')?.kind).toBe('directory');
  expect(files.stat('nothing')).toBeNull();
});
