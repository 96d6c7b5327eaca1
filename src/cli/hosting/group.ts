/**
 * A group at work, in a thread or a process of its own: some tenants, each a service with its own globals, heap, meter,
 * policy and log. Nothing is shared between them but the programs that equal texts compile to.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { useEngine } from '../../host/engine.js';
import { Policy } from '../../host/policy/policy.js';
import { scriptCertificates } from '../../host/script-certificates.js';
import { scriptHeads } from '../../host/script-heads.js';
import type { Service } from '../../host/service.js';
import { engine } from '../../net/engine.js';
import { TextLog } from '../../net/log.js';
import { nodePorts } from '../../net/ports.js';
import { Writer } from '../../net/writer.js';
import { childEnvironment } from '../script-file.js';
import { Observing } from '../serving/observing.js';
import type { TenantSetup } from './configuration.js';
import type { GroupStart, Order, Report } from './protocol.js';
import { limitedService } from './service.js';

const { logLevel, observing: flags } = (parentPort === null ? JSON.parse(process.argv[2]) : workerData) as GroupStart;
const report = (message: Report): void => {
  if (parentPort === null) process.send!(message);
  else parentPort.postMessage(message);
};

useEngine(engine);

const out = new Writer(1);
const log = new TextLog(new Writer(2), logLevel);
/** Without its file a group serves all the same: the log has said that there is none. */
const observing = Observing.begin(flags, false, out, log);

class Hosted {
  private readonly service: Service;

  constructor(private readonly setup: TenantSetup) {
    const { name, script, language, policy: document } = setup;
    const policy = new Policy(document);
    const own = { debugging: log.debugging, write: (level: Parameters<TextLog['write']>[0], text: string) => log.write(level, marked(text, name)) };
    const output = { write: (text: string) => out.write(text) };
    const ports = nodePorts({ heads: scriptHeads, certificates: scriptCertificates, log: own, output, childEnvironment: childEnvironment(policy), watch: observing?.watch(name) ?? null });
    this.service = limitedService({ script, language, limits: {}, ports, exit: () => void this.stop(0) }, policy, () => void this.kill());
  }

  async start(): Promise<void> {
    if ((await this.service.start()) === null) report({ event: 'serving', name: this.setup.name });
    else this.gone('failed');
  }

  reload(): void {
    void this.service.reload();
  }

  async stop(drain: number): Promise<void> {
    await this.service.stop(drain);
    this.gone('stopped');
  }

  private async kill(): Promise<void> {
    await this.service.kill();
    this.gone('stopped');
  }

  private gone(event: 'failed' | 'stopped'): void {
    const { name } = this.setup;
    if (hosted.get(name) === this) hosted.delete(name);
    report({ event, name });
  }
}

const hosted = new Map<string, Hosted>();

/** Each line with the name of whom it is about. */
function marked(text: string, name: string): string {
  return text
    .split('\n')
    .map((line) => `[${name}] ${line}`)
    .join('\n');
}

async function start(setup: TenantSetup): Promise<void> {
  const known = hosted.get(setup.name);
  if (known !== undefined) {
    known.reload();
    return;
  }
  const tenant = new Hosted(setup);
  hosted.set(setup.name, tenant);
  await tenant.start();
}

/** What is under way with each tenant: one thing after the other. */
const underWay = new Map<string, Promise<void>>();

function inTurn(name: string, work: () => Promise<void> | undefined): Promise<void> {
  const done = (underWay.get(name) ?? Promise.resolve()).then(work);
  underWay.set(name, done);
  return done;
}

async function obey(order: Order): Promise<void> {
  switch (order.op) {
    case 'start':
      await inTurn(order.tenant.name, () => start(order.tenant));
      break;
    case 'stop':
      await inTurn(order.name, () => hosted.get(order.name)?.stop(order.drain));
      break;
    case 'end':
      await Promise.all([...hosted.values()].map((tenant) => tenant.stop(order.drain)));
      await observing?.close();
      report({ event: 'ended' });
      break;
    case 'rotate':
      observing?.rotate();
      break;
    case 'ping':
      report({ event: 'pong' });
  }
}

/** A failure here is a bug of ours: the group ends, and the supervisor starts another. */
function follow(order: Order): void {
  obey(order).catch((bug: unknown) => {
    throw bug;
  });
}

if (parentPort === null) {
  process.on('message', follow);
  // Who supervises has gone.
  process.on('disconnect', () => process.exit(1));
  // Signals of a terminal go to all of its processes; whether to stop is the supervisor's to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
} else {
  parentPort.on('message', follow);
}
