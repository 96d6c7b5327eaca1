/** What the prompt does beside evaluating: words that begin with a dot. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseSize } from '../../host/units.js';
import type { LimitChanges, Reply } from './protocol.js';

/** What commands do it with. */
export interface Prompt {
  print(text: string): void;
  /** Asks the session, and prints what it has to say. */
  ask(op: 'evaluate' | 'type' | 'tree', text: string): Promise<Reply>;
  limit(changes: LimitChanges): Promise<void>;
  /** The texts that were evaluated so far. */
  readonly texts: readonly string[];
  edit(): void;
  leave(): void;
}

export interface PromptCommand {
  readonly name: string;
  /** As the help shows it, after the name. */
  readonly usage: string;
  readonly doc: string;
  run(argument: string, prompt: Prompt): Promise<void> | void;
}

const limitNames = ['fuel', 'memory', 'depth', 'time'] as const;

export const promptCommands: readonly PromptCommand[] = [
  {
    name: '.help',
    usage: '',
    doc: 'print this help',
    run: (_, prompt) => prompt.print(help()),
  },
  {
    name: '.load',
    usage: 'FILE',
    doc: 'evaluate what a file holds',
    async run(name, prompt) {
      const text = attempt(prompt, '.load', name, () => readFileSync(name, 'utf8'));
      if (text !== null && (await prompt.ask('evaluate', text)).unfinished === true) prompt.print(`${name} ends too early`);
    },
  },
  {
    name: '.save',
    usage: 'FILE',
    doc: 'write what was evaluated in this session to a file',
    run(name, { texts, ...prompt }) {
      const done = attempt(prompt, '.save', name, () => (writeFileSync(name, texts.map((text) => `${text}\n`).join('')), true));
      if (done !== null) prompt.print(`${texts.length} texts are in ${name}`);
    },
  },
  {
    name: '.editor',
    usage: '',
    doc: 'take lines as they come; Ctrl+D evaluates them, Ctrl+C throws them away',
    run: (_, prompt) => prompt.edit(),
  },
  {
    name: '.type',
    usage: 'EXPR',
    doc: 'tell what kind of value an expression gives, and what members that has',
    run: (text, prompt) => show('type', text, prompt),
  },
  {
    name: '.ast',
    usage: 'TEXT',
    doc: 'print the syntax tree of a text',
    run: (text, prompt) => show('tree', text, prompt),
  },
  {
    name: '.limits',
    usage: '[NAME VALUE]',
    doc: 'print what one text may use, or change it: fuel, memory (bytes), depth (calls), time (ms); none for no limit',
    async run(argument, prompt) {
      const changes = argument === '' ? {} : parseLimit(argument);
      if (typeof changes === 'string') prompt.print(changes);
      else await prompt.limit(changes);
    },
  },
  {
    name: '.exit',
    usage: '',
    doc: 'leave, as Ctrl+D does',
    run: (_, prompt) => prompt.leave(),
  },
];

function help(): string {
  const rows = promptCommands.map(({ name, usage, doc }) => [`${name} ${usage}`, doc] as const);
  const width = Math.max(...rows.map(([head]) => head.length)) + 2;
  return [
    ...rows.map(([head, doc]) => head.padEnd(width) + doc),
    '',
    'What is typed persists: `var`, functions, imports, and names that are assigned to. `_` is the last value.',
    'Tab completes. Ctrl+C stops what is running, or throws away what was typed.',
  ].join('\n');
}

async function show(op: 'type' | 'tree', text: string, prompt: Prompt): Promise<void> {
  const { unfinished } = await prompt.ask(op, text);
  if (unfinished === true) prompt.print('the text ends too early');
}

function attempt<T>(prompt: Pick<Prompt, 'print'>, command: string, name: string, work: () => T): T | null {
  if (name === '') {
    prompt.print(`${command} needs the name of a file`);
    return null;
  }
  try {
    return work();
  } catch (error) {
    prompt.print(`${command}: ${(error as Error).message}`);
    return null;
  }
}

/** The change that `fuel 1000000` asks for, or what is wrong with it. */
function parseLimit(text: string): LimitChanges | string {
  const [name, given, ...rest] = text.split(' ').filter((word) => word !== '');
  const limit = limitNames.find((known) => known === name);
  if (limit === undefined) return `there is no limit '${name}': ${limitNames.join(', ')}`;
  if (given === undefined || rest.length > 0) return `.limits ${limit} needs one number, or none for no limit`;
  const value = given === 'none' ? Infinity : limit === 'memory' ? parseSize(given) : Number(given);
  if (!(value > 0)) return `'${given}' is no number above 0`;
  if (limit === 'depth' && !(Number.isInteger(value) && value <= 1000)) return 'depth is a whole number up to 1000';
  if (limit === 'memory' && value === Infinity) return 'memory always has a limit';
  return { [limit]: value };
}
