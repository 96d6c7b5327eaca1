/** `pipyjs host`: many tenants, each kept to its policy, in groups that cannot harm each other. */
import { TextLog, type LogThreshold } from '../../net/log.js';
import { UsageError, type CommandDefinition } from '../command.js';
import { exitCodes, signalExitCode } from '../exit-code.js';
import { readConfiguration } from '../hosting/configuration.js';
import { Supervisor } from '../hosting/supervisor.js';
import { drainOption, logOptions } from '../options.js';

interface Options {
  readonly logLevel: LogThreshold;
  readonly drain: number;
}

export const host: CommandDefinition = {
  name: 'host',
  since: 'pipyjs',
  doc: 'run the tenants that FILE names, each under its policy, in groups of their own',
  usage: '<file>',
  options: [...logOptions().filter(({ long }) => long !== '--log-local'), drainOption()],
  notes: 'SIGHUP reads the file again: tenants begin, stop, or load their code again. SIGINT and SIGTERM stop all in order.',

  run([file], given, { err }) {
    const { logLevel, drain } = given as unknown as Options;
    const log = new TextLog(err, logLevel);
    const supervisor = new Supervisor(log, logLevel, drain);
    supervisor.apply(readConfiguration(file));
    return new Promise((resolve) => {
      let stopping = false;
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.on(signal, () => {
          if (stopping) {
            supervisor.kill();
            resolve(signalExitCode(signal));
            return;
          }
          stopping = true;
          log.write('info', '[host] Shutting down...');
          void supervisor.end().then(() => resolve(exitCodes.fine));
        });
      }
      process.on('SIGHUP', () => {
        if (!stopping) reload(supervisor, file, log);
      });
    });
  },
};

/** A file that makes no sense changes nothing. */
function reload(supervisor: Supervisor, file: string, log: TextLog): void {
  log.write('info', `[host] Reading ${file} again...`);
  try {
    supervisor.apply(readConfiguration(file));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log.write('error', `[host] ${error.message}`);
  }
}
