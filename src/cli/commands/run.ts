/** `pipyjs FILE`: a code base at work, until it is told to stop. */
import { Option } from 'commander';
import { scriptCertificates } from '../../host/script-certificates.js';
import { scriptHeads } from '../../host/script-heads.js';
import type { Service, StartFailure } from '../../host/service.js';
import { TextLog, type LogThreshold } from '../../net/log.js';
import type { RemoteCodebase } from '../../net/remote-codebase.js';
import type { AdministrationOptions } from '../../net/administration.js';
import { canReusePorts } from '../../net/listen.js';
import { nodePorts } from '../../net/ports.js';
import { UsageError, type CommandDefinition, type Terminal } from '../command.js';
import { exitCodes, signalExitCode } from '../exit-code.js';
import { languageOf, languageOptions, drainOption, limitOptions, limitsOf, logOptions } from '../options.js';
import { policyOf, policyOptions } from '../policy-options.js';
import { limitedService, trustedService } from '../hosting/service.js';
import { adminOptions, administeredBy, openAdministration, reportOf, type AdminFlags, type ProcessReport } from '../serving/admin.js';
import { Observing, observingOptions, type ObservingFlags } from '../serving/observing.js';
import { answer, hear, isStop, tell, workerNumber } from '../serving/orders.js';
import { fetchFirst, pollRemote, remoteAt, remoteScript } from '../serving/remote.js';
import { workerCount, workersByEnvironment } from '../serving/worker-count.js';
import { serveByWorkers } from '../serving/workers.js';
import { childEnvironment, findScript, type ScriptFile } from '../script-file.js';

interface Options extends AdminFlags, ObservingFlags {
  readonly verify?: boolean;
  readonly threads?: number;
  readonly watch?: boolean;
  readonly reusePort?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsTrusted?: string;
  readonly logLevel: LogThreshold;
  readonly logLocal: 'stderr' | 'stdout' | 'null';
  readonly drain: number;
}

export const run: CommandDefinition = {
  name: 'run',
  since: '0.22',
  doc: 'run the code base whose main script is FILE, or that lies at URL',
  usage: '[FILE|URL]',
  options: [
    new Option('--verify', 'load the code base, open nothing'),
    ...languageOptions(),
    ...limitOptions(),
    ...logOptions(),
    drainOption(),
    ...policyOptions(),
    new Option('--threads <n>', 'how many processes serve the ports: a number, or max for one a processor').argParser(workerCount),
    new Option('--reuse-port', 'let other processes open the same ports'),
    new Option('--tls-cert <file>', 'what is shown to the server that a URL names'),
    new Option('--tls-key <file>', 'its private key'),
    new Option('--tls-trusted <file>', 'whose servers are trusted'),
    new Option('--watch', 'reload when a file of the code base changes'),
    new Option('--admin-port <[[ip]:]port>', 'serve /metrics, /healthz, /readyz and /status there, on loopback unless an address is given'),
    new Option('--admin-tls-cert <file>', 'speak TLS there: a certificate'),
    new Option('--admin-tls-key <file>', 'its private key'),
    new Option('--admin-tls-trusted <file>', 'answer only clients that these certificates vouch for'),
    ...observingOptions(),
  ],

  async run(args, given, terminal) {
    const options = given as unknown as Options;
    const admin = adminOptions(options);
    const name = args[0] ?? process.env['PIPY_CONFIG_FILE'];
    if (name === undefined || name === '') throw new UsageError('');
    if (args.length > 1) throw new UsageError(`too many arguments: ${args.join(' ')}`);
    const log = new TextLog(sinksOf(terminal)[options.logLocal], options.logLevel);
    const remote = remoteAt(name, { cert: options.tlsCert, key: options.tlsKey, trusted: options.tlsTrusted }, log);
    const script = remote === null ? findScript(name) : remoteScript(remote);
    if (typeof script === 'string') {
      terminal.err.write(`${script}\n`);
      return exitCodes.error;
    }
    const count = options.threads ?? workersByEnvironment();
    if (count > 1 && workerNumber === 0 && options.verify !== true) {
      const code = await serveByWorkers({ count, drain: options.drain, admin }, log);
      sinksOf(terminal)[options.logLocal].write('Done.\n');
      return code;
    }
    return serve(script, remote, workerNumber === 0 ? admin : null, options, given, terminal, log);
  },
};

function sinksOf(terminal: Terminal): Readonly<Record<Options['logLocal'], { write(text: string): void }>> {
  return { stderr: terminal.err, stdout: terminal.out, null: { write: () => {} } };
}

/** Runs until it is stopped; gives the exit code. */
async function serve(script: ScriptFile, remote: RemoteCodebase | null, admin: AdministrationOptions | null, options: Options, given: Readonly<Record<string, unknown>>, terminal: Terminal, log: TextLog): Promise<number> {
  // Paths in permissions begin where the command was given.
  const policy = await policyOf(given, remote !== null);
  if (remote !== null && !(await fetchFirst(remote, options.verify === true))) return exitCodes.error;
  // To verify a code base nothing is opened, nor made.
  const observing = Observing.begin(options.verify === true ? { accessLogFormat: 'common' } : options, options.adminPort !== undefined, terminal.out, log);
  if (observing === null) return exitCodes.error;
  // Relative names in a script, and the programs it starts, begin at its folder.
  process.chdir(script.directory);
  const reusePort = options.reusePort === true && canReusePorts;
  if (options.reusePort === true && !canReusePorts && workerNumber <= 1) {
    log.write('warn', `[listener] Node ${process.version} cannot open a port that another process has open: 22.12 can. --threads serves a port by several processes`);
  }
  const ports = nodePorts({ heads: scriptHeads, certificates: scriptCertificates, log, output: terminal.out, childEnvironment: childEnvironment(policy), reusePort, watch: observing.watch() });

  return new Promise((resolve) => {
    const finish = (code: number): void => {
      void service.stop(options.drain).then(async () => {
        await observing.close();
        if (workerNumber === 0) sinksOf(terminal)[options.logLocal].write('Done.\n');
        resolve(code);
      });
    };
    const exit = (code: number): void => {
      tell({ news: 'exit', code });
      finish(code);
    };
    const restart = (): void => {
      if (workerNumber > 0) tell({ news: 'restart' });
      else void service.reload();
    };
    const hosted = { script, language: languageOf(given), limits: limitsOf(given), ports, exit, restart, quiet: workerNumber > 1 };
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
    hear((signal) => {
      observing.signal(signal);
      if (isStop(signal) && stopping) {
        log.write('info', '[shutdown] Forcing to shut down...');
        log.write('info', '[shutdown] Stopped.');
        abort(signalExitCode(signal));
      } else if (service.signal(signal)) {
        // A task takes it.
      } else if (isStop(signal)) {
        stopping = true;
        finish(exitCodes.fine);
      } else if (signal === 'SIGHUP') {
        void service.reload();
      }
    });
    const report = (): ProcessReport => reportOf(service, observing.observed);
    answer(report);
    const start = async (): Promise<void> => {
      // It tells that nothing is ready yet, for as long as that is so.
      if (admin !== null && (await openAdministration(admin, administeredBy(() => [report()]), log)) === null) {
        resolve(exitCodes.error);
        return;
      }
      const failure = await service.start();
      if (failure !== null) resolve(exitCodeOf(failure));
      else tell({ news: 'serving' });
    };
    void start();
    const watching = (): void => log.write('info', `[codebase] Watching ${script.directory}`);
    if (remote !== null) pollRemote(remote, () => void service.reload());
    else if (options.watch === true) void import('../../net/watch.js').then(({ watchFolder }) => watchFolder(script.directory, () => void service.reload(), watching));
  });
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
