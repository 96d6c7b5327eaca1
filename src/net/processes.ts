/** Child processes: bytes to their standard input, bytes from their standard output; their errors are ours. */
import { spawn } from 'node:child_process';
import type { Data } from '../stream/bytes/data.js';
import type { Processes } from '../stream/runtime/ports.js';

/** Processes that see the variables of `environment`; null: those of this process. No shell comes between. */
export const processes = (environment: Readonly<Record<string, string>> | null): Processes => ({
  spawn([file = '', ...args], observer) {
    if (file === '') throw new Error('command is empty');
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], env: environment ?? process.env });
    if (child.pid === undefined) {
      // Why comes a moment later, as an event; only whether is known now.
      child.on('error', () => {});
      throw new Error(`cannot start ${file}`);
    }
    const { stdin, stdout } = child;
    child.on('error', () => {});
    child.on('exit', (code) => observer.onExit(code));
    stdin.on('error', () => {});
    stdout.on('error', () => {});
    stdout.on('data', (bytes: Buffer) => observer.onData(bytes));
    stdout.on('end', () => observer.onEnd());
    stdin.on('drain', () => observer.onDrain());
    return {
      get unsent() {
        return stdin.writableLength;
      },
      write(data: Data) {
        if (stdin.writable) data.each((chunk) => stdin.write(chunk));
      },
      end: () => void stdin.end(),
      kill: () => void child.kill('SIGTERM'),
      pause: () => void stdout.pause(),
      resume: () => void stdout.resume(),
    };
  },
});
