/** The gateway as a process: what it holds of the system, while it runs. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts, ready, start, stop } from '../bench/processes.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Seconds of the gateway's options, in place of 10 to 300. */
const short = 2;
const times = {
  client: { headerTimeout: short, bodyTimeout: short, idleTimeout: short, sendTimeout: short },
  server: { responseTimeout: short, maxIdle: 1 },
  handshake: short,
  send: short,
};

export class Front {
  /** Sockets that are open while nobody is there. */
  idleSockets = 0;

  static async start() {
    const front = new Front();
    front.folder = mkdtempSync(join(tmpdir(), 'pipyjs-peers-'));
    const names = ['http', 'tls', 'hello', 'socks', 'raw', 'good', 'bad'];
    const numbers = await freePorts(names.length);
    front.ports = Object.fromEntries(names.map((name, i) => [name, numbers[i]]));
    const write = (name, value) => writeFileSync(join(front.folder, name), JSON.stringify(value));
    write('ports.json', front.ports);
    write('times.json', times);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(front.folder, 'key.pem'), '-out', join(front.folder, 'cert.pem'), '-days', '2', '-subj', '/CN=localhost'], { stdio: 'ignore' });
    copyFileSync(here('gateway.js'), join(front.folder, 'gateway.js'));
    front.origin = start(0, [process.execPath, here('origin.mjs'), String(front.ports.good)]);
    await ready(front.origin, front.ports.good);
    front.running = start(1, ['nice', '-n', '20', process.execPath, here('../../dist/src/cli/main.js'), 'run', join(front.folder, 'gateway.js')]);
    await ready(front.running, front.ports.http);
    for (let settled = 0; settled < 20; settled = front.sockets === front.idleSockets ? settled + 1 : 0) {
      front.idleSockets = front.sockets;
      await sleep(10);
    }
    return front;
  }

  get log() {
    return this.running.output;
  }

  get ended() {
    const { exitCode, signalCode } = this.running.child;
    return exitCode !== null || signalCode !== null;
  }

  /** Sockets that are open. */
  get sockets() {
    const folder = `/proc/${this.running.child.pid}/fd`;
    let count = 0;
    for (const name of readdirSync(folder)) {
      try {
        if (readlinkSync(join(folder, name)).startsWith('socket:')) count++;
      } catch {
        // It was closed meanwhile.
      }
    }
    return count;
  }

  /** Resident memory in megabytes. */
  get memory() {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.running.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  }

  async stop() {
    await stop(this.running);
    await stop(this.origin);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
