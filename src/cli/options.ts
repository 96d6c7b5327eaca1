/** Options that several commands share, each with its check. */
import { InvalidArgumentError, Option } from 'commander';
import { parseSize } from '../host/units.js';
import { logThresholds } from '../net/log.js';
import type { LanguageChoice } from '../host/language-choice.js';

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

export const languageOptions = (): Option[] => [
  new Option('--dialect <name>', 'which grammar scripts are in; auto: of each file, classic where it is one expression')
    .choices(['classic', 'modern', 'auto'])
    .default('auto'),
  new Option('--api <level>', 'which Pipy globals and filters are those of; auto: 0.22 where the main script is classic, else 1.5')
    .choices(['0.22', '1.5', 'auto'])
    .default('auto'),
];

/** The language that was asked for. */
export function languageOf(options: Readonly<Record<string, unknown>>): LanguageChoice {
  const { dialect, api } = options as unknown as LanguageChoice;
  return { dialect, api };
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
