import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writer } from './writer.js';

test('texts are written in their order once the turn is over', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pipyjs-'));
  try {
    const file = join(directory, 'out');
    const descriptor = openSync(file, 'w');
    const writer = new Writer(descriptor);
    for (const text of ['ä', 'b', '']) writer.write(text);
    expect(readFileSync(file, 'utf8')).toBe('');
    writer.flush();
    expect(readFileSync(file, 'utf8')).toBe('äb');
    closeSync(descriptor);
    // Nobody can be told: the log's own errors must not end the process.
    writer.write('lost');
    expect(() => writer.flush()).not.toThrow();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('what was written before an exit is not lost, however much it is', async () => {
  const program = `
    const swc = require('@swc/core'), fs = require('fs'), Module = require('module');
    const source = fs.readFileSync(process.argv[1], 'utf8');
    const { code } = swc.transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, swcrc: false });
    const compiled = new Module('writer');
    compiled._compile(code, 'writer.js');
    const writer = new compiled.exports.Writer(1);
    for (let i = 0; i < 20000; i++) writer.write('line ' + i + '\\n');
    process.exit(0);`;
  const child = spawn(process.execPath, ['-e', program, join(__dirname, 'writer.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (bytes) => (text += bytes));
  await new Promise((done) => child.on('close', done));
  const lines = text.split('\n');
  expect([lines.length, lines[19999]]).toEqual([20001, 'line 19999']);
});
