/** `pipyjs` in a terminal of its own: a pseudo-terminal that a small program in Python holds open. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { Bell } from './bell.js';
import { endLater, main } from './program.js';

/** Carries bytes both ways; SIGUSR1 makes the terminal narrow. */
const relay = `
import fcntl, os, pty, select, signal, struct, sys, termios
def size(fd, columns): fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
pid, fd = pty.fork()
if pid == 0:
    size(0, 100)
    os.execv(sys.argv[1], sys.argv[1:])
signal.signal(signal.SIGUSR1, lambda *_: size(fd, 30))
signal.signal(signal.SIGUSR2, lambda *_: os.kill(pid, signal.SIGINT))
signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGTERM))
typed, isOpen = b'', True
while True:
    readable, writable, _ = select.select([fd] + ([0] if isOpen else []), [fd] if typed else [], [])
    if fd in readable:
        try: shown = os.read(fd, 65536)
        except OSError: break
        os.write(1, shown)
    if 0 in readable:
        more = os.read(0, 65536)
        isOpen = more != b''
        typed += more
    if fd in writable: typed = typed[os.write(fd, typed[:1024]):]
_, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
`;

/** Why there can be no terminal here, or null. */
export const whyNoTerminal: string | null =
  spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0 ? null : 'python3 with pseudo-terminals is not here';

/** What the line editor prints where an empty line begins. */
const freshPrompt = '\x1b[0J> \x1b[3G';
const continued = '\x1b[0J... \x1b[5G';

export class Terminal {
  ended: number | string | null = null;
  private received = '';
  private readonly child: ChildProcess;
  private readonly bell = new Bell();

  constructor(args: readonly string[], options: { cwd?: string; env?: Record<string, string | undefined> } = {}) {
    const env = { ...process.env, TERM: 'xterm-256color', NO_COLOR: '1', PIPYJS_HISTORY: '', ...options.env };
    // Its exit code is that of `pipyjs`, as a shell tells it: 128 and the signal that ended it.
    this.child = spawn('python3', ['-c', relay, process.execPath, main, ...args], { cwd: options.cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdin!.on('error', () => {});
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.received += text;
      this.bell.ring();
    });
    this.child.on('close', (code, signal) => {
      this.ended = signal ?? code;
      this.bell.ring();
    });
    endLater(this);
  }

  type(text: string): void {
    this.child.stdin!.write(text);
  }

  /** Waits for a text; gives what came up to there. */
  async until(text: string): Promise<string> {
    await this.bell.until(() => this.received.includes(text) || this.ended !== null, () => `${JSON.stringify(text)} in ${JSON.stringify(this.received.slice(-2000))}`);
    const at = this.received.indexOf(text);
    if (at < 0) throw new Error(`ended with ${this.ended} before ${JSON.stringify(text)} in ${JSON.stringify(this.received.slice(-2000))}`);
    const found = this.received.slice(0, at + text.length);
    this.received = this.received.slice(found.length);
    return found;
  }

  /** Waits for the prompt; gives what was printed before it, without what moves the cursor. */
  async prompt(): Promise<string> {
    return plain((await this.until(freshPrompt)).slice(0, -freshPrompt.length));
  }

  /** Types a line and waits for what it gives: the lines between its echo and the next prompt. */
  async ask(line: string): Promise<string> {
    this.type(`${line}\r`);
    return (await this.prompt()).split('\r\n').slice(1, -1).join('\n');
  }

  /** Types a line that is not the last of its text. */
  async begin(line: string): Promise<void> {
    this.type(`${line}\r`);
    await this.until(continued);
  }

  /** Makes it 30 columns wide. */
  narrow(): void {
    this.child.kill('SIGUSR1');
  }

  /** SIGINT to `pipyjs`, as another program would send it. */
  kill(): void {
    this.child.kill('SIGUSR2');
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async end(): Promise<number | string | null> {
    await this.bell.until(() => this.ended !== null, () => `the end of ${JSON.stringify(this.received.slice(-2000))}`);
    return this.ended;
  }
}

function plain(text: string): string {
  return text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
}
