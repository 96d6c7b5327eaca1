/** Runs a binary once, on files of a folder of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TesteeError } from '../protocol.js';

export interface Execution {
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
  /** The file that is run. */
  readonly main: string;
  /** Milliseconds. */
  readonly patience: number;
  /** Output after which nothing more is waited for: such a program may run on for ever. */
  readonly last: RegExp;
}

/** Everything that it wrote. Rejects where it crashed, or neither ended nor said its last word in time. */
export async function execute({ path, files, main, patience, last }: Execution): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return await output(path, [join(folder, main)], patience, last);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a binary says of itself: the first version number in it. */
export async function versionOf(path: string, patience: number): Promise<string> {
  const text = await output(path, ['--version'], patience, /$^/);
  return /\d+\.\d+[\w.-]*/.exec(text)?.[0] ?? '';
}

function output(path: string, args: readonly string[], patience: number, last: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new TesteeError('timeout', `no end within ${patience} ms`));
    }, patience);
    let text = '';
    const receive = (chunk: string): void => {
      text += chunk;
      if (last.test(text)) child.kill('SIGKILL');
    };
    child.stdout.setEncoding('utf8').on('data', receive);
    child.stderr.setEncoding('utf8').on('data', receive);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new TesteeError('crash', error.message));
    });
    child.on('close', (_, signal) => {
      clearTimeout(timer);
      if (signal === null || last.test(text)) resolve(text);
      else reject(new TesteeError('crash', `it ended with ${signal}`));
    });
  });
}
