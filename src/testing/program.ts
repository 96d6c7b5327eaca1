/** `pipyjs` as a process, and requests byte by byte: for tests of the whole. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Bell } from './bell.js';

/** The compiled command line. */
export const main = join(__dirname, '../../.build/src/cli/main.js');

export class Program {
  stdout = '';
  stderr = '';
  /** The exit code, or the name of the signal that ended it; null while it runs. */
  ended: number | string | null = null;
  private readonly child: ChildProcess;
  private readonly bell = new Bell();

  constructor(args: readonly string[], options: { cwd?: string; env?: Record<string, string>; input?: string; main?: string } = {}) {
    const { cwd, env = {}, input } = options;
    this.child = spawn(process.execPath, [options.main ?? main, ...args], { cwd, env: { ...process.env, PIPY_CONFIG_FILE: '', ...env }, stdio: 'pipe' });
    this.child.stdin!.on('error', () => {});
    this.child.stdin!.end(input ?? '');
    this.child.stdout!.on('data', (bytes) => {
      this.stdout += bytes;
      this.bell.ring();
    });
    this.child.stderr!.on('data', (bytes) => {
      this.stderr += bytes;
      this.bell.ring();
    });
    this.child.on('close', (code, signal) => {
      this.ended = signal ?? code;
      this.bell.ring();
    });
    programs.push(this);
  }

  /** Waits for a text on standard error, `count` times. */
  logged(text: string, count = 1): Promise<void> {
    const holds = (): boolean => this.stderr.split(text).length > count;
    return this.bell.until(
      () => holds() || this.ended !== null,
      () => `'${text}' in\n${this.stderr}`,
    ).then(() => {
      if (!holds()) throw new Error(`ended with ${this.ended} before '${text}' in\n${this.stderr}`);
    });
  }

  async end(): Promise<number | string | null> {
    await this.bell.until(() => this.ended !== null, () => `the end of\n${this.stderr}`);
    return this.ended;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}

/** A connection that keeps what it has received. */
export class Client {
  received = '';
  closed = false;
  readonly socket: Socket;
  private readonly bell = new Bell();

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('data', (bytes) => {
      this.received += bytes.toString('latin1');
      this.bell.ring();
    });
    const close = (): void => {
      this.closed = true;
      this.bell.ring();
    };
    this.socket.on('end', close);
    this.socket.on('close', close);
    this.socket.on('error', close);
    clients.push(this);
  }

  send(bytes: string | Buffer): this {
    this.socket.write(bytes);
    return this;
  }

  /** Waits for a text, or for the end; gives and forgets all that was received. */
  async until(text: string | 'close'): Promise<string> {
    const holds = (): boolean => (text === 'close' ? this.closed : this.received.includes(text));
    await this.bell.until(() => holds() || this.closed, () => `'${text}' in '${this.received}'`);
    const { received } = this;
    this.received = '';
    return received;
  }
}

const programs: { readonly ended: number | string | null; signal(name: NodeJS.Signals): void; end(): Promise<unknown> }[] = [];
const clients: Client[] = [];
const folders: string[] = [];

/** Whatever runs is ended when the test is over. */
export function endLater(program: (typeof programs)[number]): void {
  programs.push(program);
}

/** What an `afterEach` should do. */
export async function cleanUp(): Promise<void> {
  for (const { socket } of clients.splice(0)) socket.destroy();
  for (const program of programs.splice(0)) {
    if (program.ended === null) program.signal('SIGKILL');
    await program.end();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A folder with files, until the test is over. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-test-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Ports that are free now, all of them different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((done) => server.once('listening', done));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** One request on a connection of its own: the whole answer. */
export async function ask(port: number, path: string, body?: string, method = body === undefined ? 'GET' : 'POST'): Promise<string> {
  const length = body === undefined ? '' : `Content-Length: ${body.length}\r\n`;
  const client = new Client(port);
  client.send(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${length}Connection: close\r\n\r\n${body ?? ''}`);
  return client.until('close');
}

/** The body of an answer, whichever way its length is told. */
export function bodyOf(answer: string): string | undefined {
  return answer.includes('transfer-encoding: chunked') ? dechunk(answer) : answer.split('\r\n\r\n')[1];
}

function dechunk(answer: string): string {
  let text = '';
  for (let at = answer.indexOf('\r\n\r\n') + 4; ; ) {
    const end = answer.indexOf('\r\n', at);
    const size = parseInt(answer.slice(at, end), 16);
    if (!(size > 0)) return text;
    text += answer.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}
