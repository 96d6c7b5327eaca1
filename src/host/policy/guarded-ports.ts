/** The world as far as a policy lets a script reach it: sockets and processes. Filters come to them by no other way. */
import type { Site } from '../../language/evaluate/activation.js';
import type { DeniedError } from '../../language/evaluate/script-error.js';
import type { Net, Ports, Processes } from '../../stream/runtime/ports.js';
import { connectDenial, deniedAt, denialLine, execDenial, listenDenial } from './denial.js';
import type { Policy } from './policy.js';

/** The same ports, each asked only for what `policy` allows. */
export function guardPorts(ports: Ports, policy: Policy): Ports {
  const { clock, log } = ports;
  const note = (denial: DeniedError, origin: unknown): void => log.write('error', denialLine(deniedAt(denial, (origin ?? null) as Site | null)));

  const net: Net = {
    listen(host, port, options, accept) {
      if (policy.listen.allows(host, port)) return ports.net.listen(host, port, options, accept);
      return Promise.reject(listenDenial(host, port));
    },

    dial(host, port, timeout, observer, permits = () => true) {
      const { origin } = observer;
      if (!policy.connect.allowsHost(host, port)) {
        note(connectDenial(host, port), origin);
        // As when nobody listens, whatever there is: a script learns nothing of what it may not reach.
        return clock.after(0, () => observer.onFail('ConnectionRefused', 'Permission denied'));
      }
      return ports.net.dial(host, port, timeout, observer, (address) => {
        const allowed = policy.connect.allowsAddress(host, address, port);
        if (!allowed) note(connectDenial(host, port, address), origin);
        return allowed && permits(address);
      });
    },
  };

  const processes: Processes = {
    spawn(command, observer) {
      const [program] = command;
      if (policy.exec.allows(program)) return ports.processes.spawn(command, observer);
      note(execDenial(program), observer.origin);
      throw new Error('Permission denied');
    },
  };

  return { ...ports, net, processes };
}
