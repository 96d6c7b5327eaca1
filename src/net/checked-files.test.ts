/** Files under a guard: a secret outside of what is allowed is never read, however it is asked for. */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PathRules } from '../host/policy/path-rules.js';
import { checkedFiles, rulePaths } from './checked-files.js';
import { directoryCodebase } from './files.js';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipyjs-')));
  mkdirSync(join(folder, 'open/deep'), { recursive: true });
  mkdirSync(join(folder, 'closed'));
  writeFileSync(join(folder, 'secret'), 'secret');
  writeFileSync(join(folder, 'closed/secret'), 'secret');
  writeFileSync(join(folder, 'open/a'), 'a');
  symlinkSync('a', join(folder, 'open/inside'));
  symlinkSync('../secret', join(folder, 'open/outside'));
  symlinkSync('../closed', join(folder, 'open/folder'));
  symlinkSync('../new', join(folder, 'open/dangling'));
  symlinkSync('open', join(folder, 'alias'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const permits = (path: string): boolean => new PathRules([join(folder, 'open')], []).allows(path);

const read = (name: string): string => {
  const outcome = checkedFiles(folder).read(name, permits);
  return outcome === null ? 'nothing' : Buffer.isBuffer(outcome) ? outcome.toString() : outcome.special === true ? 'special' : 'denied';
};

test.each([
  ['open/a', 'a'],
  ['./open/../open//a', 'a'],
  ['open/inside', 'a'],
  ['open/nothing', 'nothing'],
  ['open', 'special'],
  ['open/deep', 'special'],
  ['open/a\0', 'nothing'],
  ['secret', 'denied'],
  ['open/../secret', 'denied'],
  ['open/deep/../../secret', 'denied'],
  ['open/outside', 'denied'],
  ['open/folder/secret', 'denied'],
  ['open/folder/nothing', 'denied'],
  ['nothing', 'denied'],
  ['opener', 'denied'],
  ['/etc/passwd', 'denied'],
  ['/proc/self/environ', 'denied'],
  ['/dev/stdin', 'denied'],
  ['alias/a', 'denied'],
  ['open/dangling', 'nothing'],
  ['open/..%2fsecret', 'nothing'],
  ['open/..\\secret', 'nothing'],
  [`open/${'x'.repeat(5000)}`, 'nothing'],
])('%j: %s', (name, outcome) => expect(read(name)).toBe(outcome));

test('a rule for a link allows what it leads to', () => {
  const roots = rulePaths(join(folder, 'alias'));
  expect(roots).toEqual([join(folder, 'alias'), join(folder, 'open')]);
  expect(checkedFiles(folder).read('alias/a', (path) => new PathRules(roots, []).allows(path))?.toString()).toBe('a');
  expect(rulePaths(join(folder, 'alias/to/come'))).toEqual([join(folder, 'alias/to/come'), join(folder, 'open/to/come')]);
});

test('writing', () => {
  const write = (name: string): unknown => checkedFiles(folder).write(name, Buffer.from('new'), permits);
  expect([write('open/b'), write('open/a'), write('open/inside')]).toEqual([true, true, true]);
  expect([readFileSync(join(folder, 'open/b'), 'utf8'), readFileSync(join(folder, 'open/a'), 'utf8')]).toEqual(['new', 'new']);
  expect([write('open/outside'), write('open/folder/x'), write('x')]).toEqual(['secret', 'closed/x', 'x'].map((path) => ({ path: join(folder, path) })));
  expect([write('open/dangling'), write('open/no/such')]).toEqual([false, false]);
  expect([readFileSync(join(folder, 'secret'), 'utf8'), existsSync(join(folder, 'new')), existsSync(join(folder, 'closed/x'))]).toEqual(['secret', false, false]);
});

test('facts', () => {
  const files = checkedFiles(folder);
  expect(files.stat('open/a', permits)).toMatchObject({ kind: 'file', numbers: { size: 1 } });
  expect(files.stat('open/outside', permits)).toEqual({ path: join(folder, 'secret') });
  expect(files.stat('closed', permits)).toEqual({ path: join(folder, 'closed') });
  expect(files.stat('open/x', permits)).toBeNull();
});

test('pipes and sockets are refused, not waited for', async () => {
  const made = spawnSync('mkfifo', [join(folder, 'open/pipe')]).status === 0;
  if (!made) console.log('no pipes are tried: mkfifo is not there');
  const server = createServer();
  await new Promise<void>((done) => server.listen(join(folder, 'open/socket'), done));
  if (made) {
    expect(read('open/pipe')).toBe('special');
    expect(checkedFiles(folder).write('open/pipe', Buffer.from('x'), permits)).not.toBe(true);
    expect(directoryCodebase(folder).read('/open/pipe')).toBeNull();
  }
  expect(read('open/socket')).toBe('nothing');
  await new Promise((done) => server.close(done));
});

test('a file that is swapped for a link while it is read', async () => {
  const victim = join(folder, 'open/swapped');
  writeFileSync(victim, 'a');
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const swapper = new Worker(
    `const { workerData: { victim, secret, flag } } = require('node:worker_threads');
     const { renameSync, symlinkSync, writeFileSync } = require('node:fs');
     while (Atomics.load(flag, 0) === 0) {
       symlinkSync(secret, victim + '.link'); renameSync(victim + '.link', victim);
       writeFileSync(victim + '.file', 'a'); renameSync(victim + '.file', victim);
       Atomics.add(flag, 1, 1);
     }`,
    { eval: true, workerData: { victim, secret: join(folder, 'secret'), flag } },
  );
  const outcomes = new Set<string>();
  const ended = new Promise((done) => swapper.once('exit', done));
  while (Atomics.load(flag, 1) < 1000) {
    for (let i = 0; i < 20; i++) outcomes.add(read('open/swapped'));
    await new Promise(setImmediate);
  }
  Atomics.store(flag, 0, 1);
  await ended;
  expect([...outcomes].filter((outcome) => !['a', 'denied', 'nothing', 'special'].includes(outcome))).toEqual([]);
});

test('a folder that becomes a link after it was asked about', () => {
  writeFileSync(join(folder, 'open/deep/secret'), 'a');
  let asked = 0;
  const swapping = (path: string): boolean => {
    // The second question is about the real path: after it, the folder is swapped.
    if (++asked === 2) {
      renameSync(join(folder, 'open/deep'), join(folder, 'moved'));
      symlinkSync('../closed', join(folder, 'open/deep'));
    }
    return permits(path);
  };
  expect(checkedFiles(folder).read('open/deep/secret', swapping)).toEqual({ path: join(folder, 'open/deep/secret'), special: true });
});

test('another name of a file is a file: who makes one in an allowed folder, allows it', () => {
  linkSync(join(folder, 'secret'), join(folder, 'open/hard'));
  expect(read('open/hard')).toBe('secret');
});
