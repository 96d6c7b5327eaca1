/** Processes that are attacked: one serves many attempts, until it hangs, dies or has grown too large. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { secret, type Finding, type Question } from './finding.js';

const program = join(__dirname, '../../../.build/src/testing/attacks/world.js');

/** Milliseconds after which an attempt hangs. */
const patience = 10_000;

export class Victim {
  private child: ChildProcess | null = null;
  private count = 0;

  /** Makes one attempt; what becomes of the process is part of the finding. */
  async attack(question: Omit<Question, 'id'>): Promise<Finding> {
    const child = (this.child ??= this.start());
    const id = ++this.count;
    return new Promise<Finding>((resolve) => {
      const end = (finding: Finding): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(finding);
      };
      const lose = (status: string): void => {
        this.child = null;
        child.kill('SIGKILL');
        end({ id, answer: { status }, time: patience, memory: 0, harm: [`the process ${status}`] });
      };
      const timer = setTimeout(() => lose('hangs'), patience);
      child.once('exit', (code, signal) => lose(`died with ${String(code ?? signal)}`));
      child.once('message', (finding) => end(finding as Finding));
      child.send({ id, ...question });
    });
  }

  /** Makes it in a process that has done nothing before: what it says of memory is exact. */
  attackAnew(question: Omit<Question, 'id'>): Promise<Finding> {
    this.end();
    return this.attack(question);
  }

  end(): void {
    this.child?.removeAllListeners();
    this.child?.kill('SIGKILL');
    this.child = null;
  }

  private start(): ChildProcess {
    const execArgv = ['--disallow-code-generation-from-strings', '--max-old-space-size=1024'];
    return fork(program, [], { execArgv, env: { ...process.env, HOST_SECRET: secret }, serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }
}
