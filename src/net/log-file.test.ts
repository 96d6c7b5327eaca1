import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pipyjs-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const rest = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

test('lines come in their order, and go to a new file when the old one was moved away', async () => {
  const name = join(folder, 'log');
  const complaints: string[] = [];
  const file = new LogFile(name, (text) => complaints.push(text));
  file.write('1\n');
  file.write('2\n');
  await file.close();
  renameSync(name, `${name}.1`);
  file.write('3\n');
  await file.close();
  file.reopen();
  file.write('4\n');
  await file.close();
  expect([readFileSync(`${name}.1`, 'latin1'), readFileSync(name, 'latin1'), complaints]).toEqual(['1\n2\n3\n', '4\n', []]);
  // What cannot be opened leaves the old file.
  rmSync(folder, { recursive: true });
  file.reopen();
  expect(complaints).toEqual([`cannot open ${name} again: No such file or directory`]);
  file.write('5\n');
  await file.close();
  expect(file.lost).toBe(0);
  folder = mkdtempSync(join(tmpdir(), 'pipyjs-'));
});

test('a reader that is too slow costs lines, whole ones, and no more memory than that', async () => {
  const name = join(folder, 'pipe');
  execFileSync('mkfifo', [name]);
  expect(() => new LogFile(name, () => {})).toThrow();
  const reader = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  const complaints: string[] = [];
  const file = new LogFile(name, (text) => complaints.push(text));
  const line = (i: number): string => `${String(i).padStart(999, 'x')}\n`;
  const count = 5000;
  for (let i = 0; i < count; i++) {
    file.write(line(i));
    if (i % 100 === 0) await rest(0);
  }
  expect(file.lost).toBeGreaterThan(1000);
  // Now it reads: all that was kept comes, and what was lost is told.
  let text = '';
  const buffer = Buffer.alloc(1 << 16);
  const idle = file.close();
  let over = false;
  void idle.then(() => (over = true));
  const read = (): boolean => {
    try {
      text += buffer.toString('latin1', 0, readSync(reader, buffer));
      return true;
    } catch {
      return false;
    }
  };
  while (!over) {
    read();
    await rest(1);
  }
  while (read() && text.length < (count - file.lost) * 1000) { /* more */ }
  closeSync(reader);
  const lines = text.split('\n').slice(0, -1);
  expect([lines.length + file.lost, lines.every((each) => /^x+\d+$/.test(each) && each.length === 999)]).toEqual([count, true]);
  expect(complaints.join()).toContain(`${file.lost} lines are lost`);
});
