/**
 * A proxy in this process: a script that is served on free ports of the machine, with a clock that stands still until somebody says
 * otherwise, so that no budget is filled up again while a case runs, and nothing has to be waited for.
 */
import { memoryCodebase } from '../../host/codebase.js';
import { automatic } from '../../host/language-choice.js';
import { scriptCertificates } from '../../host/script-certificates.js';
import { scriptHeads } from '../../host/script-heads.js';
import { Service } from '../../host/service.js';
import { Tenant } from '../../host/tenant.js';
import { Account } from '../../language/evaluate/account.js';
import { tenantLimits } from '../../language/evaluate/limits.js';
import { listen, type OpenListener } from '../../net/listen.js';
import { nodePorts } from '../../net/ports.js';
import type { Cancelable, Ports } from '../../stream/runtime/ports.js';
import { TestClock } from '../../stream/testing/clock.js';
import { patience } from '../bell.js';

/** Stands still, but what is to be done soon is done. */
class HeldClock extends TestClock {
  override after(milliseconds: number, run: () => void): Cancelable {
    if (milliseconds > 0) return super.after(milliseconds, run);
    const immediate = setImmediate(run);
    return { cancel: () => clearImmediate(immediate) };
  }
}

export class Proxy {
  readonly clock = new HeldClock();
  readonly log: string[] = [];
  private readonly listeners = new Map<number, OpenListener>();
  readonly service: Service;

  private constructor(script: string) {
    const write = (text: string): void => void this.log.push(text);
    const node = nodePorts({ heads: scriptHeads, certificates: scriptCertificates, log: { debugging: false, write: (_, text) => write(text) }, output: { write } });
    const net: Ports['net'] = {
      ...node.net,
      // The script's numbers only tell its ports apart.
      listen: async (host, port, options, accept) => {
        const listener = await listen(host, 0, options, accept);
        this.listeners.set(port, listener);
        return listener;
      },
    };
    this.service = new Service({
      main: '/main.js',
      language: automatic,
      ports: { ...node, net, clock: this.clock },
      newTenant: () => new Tenant({ account: new Account(tenantLimits, () => performance.now()), print: write, logError: write, codebase: memoryCodebase({ '/main.js': script }) }),
    });
  }

  static async start(script: string): Promise<Proxy> {
    const proxy = new Proxy(script);
    const failure = await proxy.service.start();
    if (failure !== null) throw new Error(`${failure}: ${proxy.log.join('\n')}`);
    return proxy;
  }

  /** Where the port is that the script calls so. */
  port(number: number): number {
    return this.listeners.get(number)!.port;
  }

  /** Waits until no pipeline is left, but those that are named. */
  async empty(kept: readonly string[] = []): Promise<void> {
    const end = performance.now() + patience;
    while (Object.keys(this.alive).some((name) => !kept.includes(name)) && performance.now() < end) await new Promise((later) => setImmediate(later));
  }

  /** How many pipelines of each name there are, of those that there are any of. */
  get alive(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.service.status.pipelines.filter(({ active }) => active > 0).map(({ name, active }) => [name, active]));
  }

  /** The same, and how many timers are set, where there are any. */
  get left(): Readonly<Record<string, number>> {
    return this.clock.pending === 0 ? this.alive : { ...this.alive, timers: this.clock.pending };
  }
}
