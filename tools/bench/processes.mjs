/** Processes on a core of their own, and what memory they take. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { cpus } from 'node:os';

/** Whether a program can be started. */
export function installed(program) {
  return spawnSync('which', [program], { stdio: 'ignore' }).status === 0;
}

const pinning = process.platform === 'linux' && cpus().length > 1 && installed('taskset');

/** Starts a command on one core where the system can pin; gives the process and what it says. */
export function start(core, [file, ...args], options = {}) {
  const command = pinning ? ['taskset', '-c', String(core), file, ...args] : [file, ...args];
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const running = { child, output: '' };
  child.stdout.on('data', (bytes) => (running.output += bytes));
  child.stderr.on('data', (bytes) => (running.output += bytes));
  child.on('error', (error) => (running.output += error.message));
  return running;
}

export async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Resident memory in megabytes. */
export function memoryOf({ child }) {
  try {
    return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024);
  } catch {
    return 0;
  }
}

/** A port that is free now. */
export async function freePort() {
  const [port] = await freePorts(1);
  return port;
}

/** Ports that are free now, all of them different. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** Waits until a port answers, or the process that should open it has ended. */
export async function ready(running, port) {
  for (;;) {
    if (running.child.exitCode !== null) throw new Error(`ended before it listened: ${running.output}`);
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('connect', () => (socket.destroy(), resolve(true)));
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((later) => setTimeout(later, 20));
  }
}
