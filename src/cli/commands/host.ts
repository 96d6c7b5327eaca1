/** `pipyjs host`: many tenants, each kept to its policy, in groups that cannot harm each other. */
import { TextLog, type LogThreshold } from '../../net/log.js';
import { UsageError, type CommandDefinition } from '../command.js';
import { exitCodes, signalExitCode } from '../exit-code.js';
import { readConfiguration } from '../hosting/configuration.js';
import { Supervisor } from '../hosting/supervisor.js';
import { drainOption, logOptions } from '../options.js';
import { Observing, observingOptions, type ObservingFlags } from '../serving/observing.js';

interface Options extends ObservingFlags {
  readonly logLevel: LogThreshold;
  readonly drain: number;
}

export const host: CommandDefinition = {
  name: 'host',
  since: 'pipyjs',
  doc: 'run the tenants that FILE names, each under its policy, in groups of their own',
  usage: '<file>',
  options: [...logOptions().filter(({ long }) => long !== '--log-local'), ...observingOptions(), drainOption()],
  notes: 'SIGHUP reads the file again: tenants begin, stop, or load their code again. SIGUSR2 opens the access log anew, as SIGHUP does. SIGINT and SIGTERM stop all in order.',

  run([file], given, { out, err }) {
    const { logLevel, drain, accessLog, accessLogFormat, requestId } = given as unknown as Options;
    const log = new TextLog(err, logLevel);
    const observing: ObservingFlags = { ...(accessLog !== undefined && { accessLog }), ...(requestId !== undefined && { requestId }), accessLogFormat };
    const configuration = readConfiguration(file);
    // Each group writes for itself; that it can is known now.
    const tried = Observing.begin(observing, false, out, log);
    if (tried === null) return Promise.resolve(exitCodes.error);
    void tried.close();
    const supervisor = new Supervisor(log, { logLevel, observing }, drain);
    supervisor.apply(configuration);
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
        if (stopping) return;
        supervisor.rotate();
        reload(supervisor, file, log);
      });
      process.on('SIGUSR2', () => supervisor.rotate());
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
