/** Options that several commands share, each with its check. */
import { InvalidArgumentError, Option } from 'commander';
import { parseSize } from '../host/units.js';
import { logThresholds } from '../net/log.js';
import { UsageError } from './command.js';

function positive(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number <= 0) throw new InvalidArgumentError('A number above 0 is expected.');
  return number;
}

function size(text: string): number {
  const bytes = parseSize(text);
  if (!(bytes > 0)) throw new InvalidArgumentError("A number of bytes is expected, such as 1000000 or '64m'.");
  return bytes;
}

/** The language: this release has the classic one, which `auto` therefore takes. */
export const dialectOption = (): Option =>
  new Option('--dialect <name>', 'which grammar the script is in').choices(['classic', 'modern', 'auto']).default('auto');

/** Refuses what is to come. */
export function checkDialect(dialect: unknown): void {
  if (dialect === 'modern') throw new UsageError("the modern dialect is not in this release; '--dialect classic' is");
}

export const limitOptions = (): Option[] => [
  new Option('--fuel <n>', 'how many units one activation may use').argParser(positive),
  new Option('--memory <bytes>', "how much the script may hold, such as '64m'").argParser(size),
  new Option('--time <ms>', 'how long one activation may run').argParser(positive),
];

/** The limits that were asked for. */
export function limitsOf(options: Readonly<Record<string, unknown>>): { fuel?: number; memory?: number; time?: number } {
  const { fuel, memory, time } = options as { fuel?: number; memory?: number; time?: number };
  return { ...(fuel === undefined ? {} : { fuel }), ...(memory === undefined ? {} : { memory }), ...(time === undefined ? {} : { time }) };
}

export const logOptions = (): Option[] => [
  new Option('--log-level <level>', 'which log lines are wanted: these and graver ones').choices(logThresholds).default('info'),
  new Option('--log-local <where>', 'where the log goes').choices(['stderr', 'stdout', 'null']).default('stderr'),
];

export const drainOption = (): Option =>
  new Option('--drain <seconds>', 'how long requests in progress may take after a signal to stop').argParser(positive).default(30);

export const jsonOption = (): Option => new Option('--json', 'print JSON');
