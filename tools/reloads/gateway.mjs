/** The gateway example with a plug-in more: its answers tell which version of the script gave them, and which worker. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { script } from '../bench/contestants.mjs';
import { freePort, ready, start, stop } from '../bench/processes.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const main = here('../../dist/src/cli/main.js');

const teller = (version) => `pipy()
.pipeline('response')
  .handleMessageStart(({ head }) => (head.headers['x-version'] = '${version}', head.headers['x-worker'] = os.env.PIPYJS_WORKER || '0'))
`;

export class Gateway {
  static async start(cores, ...options) {
    const gateway = new Gateway();
    gateway.folder = mkdtempSync(join(tmpdir(), 'pipyjs-reloads-'));
    [gateway.port, gateway.upstream] = [await freePort(), await freePort()];
    gateway.origin = start(cores, [process.execPath, here('../bench/origin.mjs'), String(gateway.upstream)]);
    await ready(gateway.origin, gateway.upstream);
    const file = script('gateway', gateway.folder, gateway.port, gateway.upstream);
    const configuration = join(gateway.folder, 'config/gateway.json');
    const { plugins, ...rest } = JSON.parse(readFileSync(configuration, 'utf8'));
    writeFileSync(configuration, JSON.stringify({ ...rest, plugins: ['plugins/teller.js', ...plugins] }));
    gateway.write(0);
    gateway.running = start(cores, [process.execPath, main, file, ...options]);
    await ready(gateway.running, gateway.port);
    return gateway;
  }

  /** Another version of the script, for the next reload. */
  write(version) {
    writeFileSync(join(this.folder, 'plugins/teller.js'), teller(version));
  }

  get log() {
    return this.running.output;
  }

  /** Waits until the log has a text so many times; false where it has not after so long. */
  async logged(text, count = 1, milliseconds = 10_000) {
    for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(5)) {
      if (this.log.split(text).length > count) return true;
    }
    return false;
  }

  async stop() {
    // Workers end with who looks after them only where that is asked.
    this.running.child.kill('SIGTERM');
    for (let i = 0; i < 50 && this.running.child.exitCode === null; i++) await sleep(100);
    await stop(this.running);
    await stop(this.origin);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
