/** The world as far as a policy lets a script reach it: sockets and processes. Filters come to them by no other way. */
import type { Site } from '../../language/evaluate/calls.js';
import { LimitError, type DeniedError } from '../../language/evaluate/script-error.js';
import type { Cancelable, DialObserver, ListenOptions, Net, Ports, Processes, ProcessObserver } from '../../stream/runtime/ports.js';
import { connectDenial, execDenial, faultLine, listenDenial, placedAt } from './denial.js';
import { Handles } from './handles.js';
import type { Policy } from './policy.js';

/** The same ports, each asked only for what `policy` allows. */
export function guardPorts(ports: Ports, policy: Policy): Ports {
  const { clock, log } = ports;
  const connections = new Handles(policy.quotas.connections);
  const running = new Handles(policy.quotas.processes);

  const net: Net = {
    listen(host, port, options, accept) {
      if (!policy.listen.allows(host, port)) return Promise.reject(listenDenial(policy, host, port));
      return ports.net.listen(host, port, withAtMost(connections.most, options), accept);
    },

    dial(host, port, timeout, observer, permits = () => true) {
      const { origin } = observer;
      // As when nobody listens, whatever there is: a script learns nothing of what it may not reach.
      const refuse = (line: string, detail: string): Cancelable => {
        log.write('error', line);
        return clock.after(0, () => observer.onFail('ConnectionRefused', detail));
      };
      if (!policy.connect.allowsHost(host, port)) return refuse(lineOf(connectDenial(policy, host, port), origin), 'Permission denied');
      const giveBack = connections.take();
      if (giveBack === null) return refuse(lineOf(tooMany('connections', connections), origin), 'Too many connections');
      const counted: DialObserver = {
        origin,
        onConnect: (socket) => observer.onConnect(socket),
        onFail: (error, detail, address) => observer.onFail(error, detail, address),
        onGone() {
          giveBack();
          observer.onGone?.();
        },
      };
      return ports.net.dial(host, port, timeout, counted, (address) => {
        const allowed = policy.connect.allowsAddress(host, address, port);
        if (!allowed) log.write('error', lineOf(connectDenial(policy, host, port, address), origin));
        return allowed && permits(address);
      });
    },
  };

  const processes: Processes = {
    spawn(command, observer) {
      const [program] = command;
      const { origin } = observer;
      const refuse = (line: string, detail: string): never => {
        log.write('error', line);
        throw new Error(detail);
      };
      if (!policy.exec.allows(program)) return refuse(lineOf(execDenial(policy, program), origin), 'Permission denied');
      const giveBack = running.take();
      if (giveBack === null) return refuse(lineOf(tooMany('programs', running), origin), 'Too many programs');
      const counted: ProcessObserver = {
        origin,
        onData: (bytes) => observer.onData(bytes),
        onEnd: () => observer.onEnd(),
        onDrain: () => observer.onDrain(),
        onExit(code) {
          giveBack();
          observer.onExit(code);
        },
      };
      try {
        return ports.processes.spawn(command, counted);
      } catch (error) {
        giveBack();
        throw error;
      }
    },
  };

  return { ...ports, net, processes };
}

function lineOf(fault: DeniedError | LimitError, origin: unknown): string {
  return faultLine(placedAt(fault, (origin ?? null) as Site | null));
}

function tooMany(what: string, { most }: Handles): LimitError {
  return new LimitError('HANDLES', `too many ${what} at once: at most ${most}`, most + 1, most);
}

/** The options of a listener, which may change while it is open, with no more connections than `most`. */
function withAtMost(most: number, options: ListenOptions): ListenOptions {
  return {
    get maxConnections() {
      const { maxConnections } = options;
      return most === Infinity ? maxConnections : maxConnections < 0 ? most : Math.min(maxConnections, most);
    },
    get readTimeout() {
      return options.readTimeout;
    },
    get writeTimeout() {
      return options.writeTimeout;
    },
  };
}
