/** `pipyjs demo`: the gateway example with its mock services, in one process. */
import { join } from 'node:path';
import { automatic } from '../../host/language-choice.js';
import { scriptCertificates } from '../../host/script-certificates.js';
import { scriptHeads } from '../../host/script-heads.js';
import { Service } from '../../host/service.js';
import { TextLog } from '../../net/log.js';
import { nodePorts } from '../../net/ports.js';
import type { CommandDefinition } from '../command.js';
import { exitCodes, signalExitCode } from '../exit-code.js';
import { packageRoot } from '../paths.js';
import { ownTenant, scriptAccount } from '../script-file.js';

export const demo: CommandDefinition = {
  name: 'demo',
  since: 'pipyjs',
  doc: 'run the gateway example on port 8000, with its mock services',
  usage: '',
  options: [],

  run(_, __, terminal) {
    const log = new TextLog(terminal.err, 'info');
    const ports = nodePorts({ heads: scriptHeads, certificates: scriptCertificates, log, output: terminal.out });
    const directory = join(packageRoot, 'examples/gateway');
    const services = ['/services.js', '/main.js'].map(
      (main) =>
        new Service({
          main,
          language: automatic,
          ports,
          newTenant: () =>
            ownTenant(directory, null, {
              account: scriptAccount(null, {}),
              print: (text) => log.write('info', text),
              logError: (text) => log.write('error', text),
            }),
        }),
    );
    return new Promise((resolve) => {
      let stopping = false;
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.on(signal, () => {
          if (stopping) resolve(signalExitCode(signal));
          stopping = true;
          void Promise.all(services.map((service) => service.stop(30))).then(() => resolve(exitCodes.fine));
        });
      }
      void start(services).then((started) => {
        if (started) terminal.out.write(invitation);
        else resolve(exitCodes.error);
      });
    });
  },
};

async function start(services: readonly Service[]): Promise<boolean> {
  for (const service of services) if ((await service.start()) !== null) return false;
  return true;
}

const invitation = `
The gateway listens on port 8000. In another terminal, try:

  curl -i http://localhost:8000/greet
  curl -i http://localhost:8000/whoami/you
  curl -i http://localhost:8000/mirror -d 'Hello, Pipy!'

Ctrl+C stops it.

`;
