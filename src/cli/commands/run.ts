/** `pipyjs FILE`: a code base at work, until it is told to stop. */
import { Option } from 'commander';
import { scriptCertificates } from '../../host/script-certificates.js';
import { scriptHeads } from '../../host/script-heads.js';
import type { Service, StartFailure } from '../../host/service.js';
import { TextLog, type LogThreshold } from '../../net/log.js';
import { nodePorts } from '../../net/ports.js';
import { UsageError, type CommandDefinition, type Terminal } from '../command.js';
import { exitCodes, signalExitCode } from '../exit-code.js';
import { languageOf, languageOptions, drainOption, limitOptions, limitsOf, logOptions } from '../options.js';
import { policyOf, policyOptions } from '../policy-options.js';
import { limitedService, trustedService } from '../hosting/service.js';
import { childEnvironment, findScript, type ScriptFile } from '../script-file.js';

interface Options {
  readonly verify?: boolean;
  readonly adminPort?: string;
  readonly logLevel: LogThreshold;
  readonly logLocal: 'stderr' | 'stdout' | 'null';
  readonly drain: number;
}

export const run: CommandDefinition = {
  name: 'run',
  since: '0.22',
  doc: 'run the code base whose main script is FILE',
  usage: '[FILE]',
  options: [
    new Option('--verify', 'load the code base, open nothing'),
    ...languageOptions(),
    ...limitOptions(),
    ...logOptions(),
    drainOption(),
    ...policyOptions(),
    new Option('--reuse-port', 'accepted for the sake of old start scripts; one process serves a port').hideHelp(),
    new Option('--admin-port <port>').hideHelp(),
  ],

  run(args, given, terminal) {
    const options = given as unknown as Options;
    if (options.adminPort !== undefined) throw new UsageError('the administration service (--admin-port) is not in this release');
    const name = args[0] ?? process.env['PIPY_CONFIG_FILE'];
    if (name === undefined || name === '') throw new UsageError('');
    if (args.length > 1) throw new UsageError(`too many arguments: ${args.join(' ')}`);
    if (/^https?:\/\//.test(name)) throw new UsageError('scripts by URL are not in this release');
    const script = findScript(name);
    if (typeof script === 'string') {
      terminal.err.write(`${script}\n`);
      return exitCodes.error;
    }
    return serve(script, options, given, terminal);
  },
};

/** Runs until it is stopped; gives the exit code. */
async function serve(script: ScriptFile, options: Options, given: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<number> {
  // Paths in permissions begin where the command was given.
  const policy = await policyOf(given);
  // Relative names in a script, and the programs it starts, begin at its folder.
  process.chdir(script.directory);
  const sinks = { stderr: terminal.err, stdout: terminal.out, null: { write: () => {} } };
  const log = new TextLog(sinks[options.logLocal], options.logLevel);
  const ports = nodePorts({ heads: scriptHeads, certificates: scriptCertificates, log, output: terminal.out, childEnvironment: childEnvironment(policy) });

  return new Promise((resolve) => {
    const finish = (code: number): void => {
      void service.stop(options.drain).then(() => {
        sinks[options.logLocal].write('Done.\n');
        resolve(code);
      });
    };
    const hosted = { script, language: languageOf(given), limits: limitsOf(given), ports, exit: finish };
    const service: Service = policy === null ? trustedService(hosted) : limitedService(hosted, policy, () => abort(exitCodes.budget));
    const abort = (code: number): void => {
      void service.kill();
      resolve(code);
    };
    if (options.verify) {
      resolve(exitCodeOf(service.verify()));
      return;
    }
    let stopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (!stopping && service.signal(signal)) return;
        if (stopping) {
          log.write('info', '[shutdown] Forcing to shut down...');
          log.write('info', '[shutdown] Stopped.');
          abort(signalExitCode(signal));
        } else {
          stopping = true;
          finish(exitCodes.fine);
        }
      });
    }
    listenToSignals((signal) => {
      if (!service.signal(signal) && signal === 'SIGHUP') void service.reload();
    });
    void service.start().then((failure) => {
      if (failure !== null) resolve(exitCodeOf(failure));
    });
  });
}

/** Signals that tasks may wait for; each is taken where the system has it. */
function listenToSignals(heard: (signal: NodeJS.Signals) => void): void {
  const signals: NodeJS.Signals[] = ['SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGCONT', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGWINCH', 'SIGIO'];
  for (const signal of signals) {
    try {
      process.on(signal, heard);
    } catch {
      // A platform that lacks a signal never sends it.
    }
  }
}

function exitCodeOf(failure: StartFailure | null): number {
  switch (failure) {
    case null:
      return exitCodes.fine;
    case 'time':
      return exitCodes.timeBudget;
    case 'budget':
      return exitCodes.budget;
    case 'script':
    case 'port':
      return exitCodes.error;
  }
}
