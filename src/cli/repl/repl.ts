/** The prompt: texts from a terminal, one after the other, and what they give. */
import { createInterface, type Interface } from 'node:readline';
import { signalExitCode } from '../exit-code.js';
import { packageVersion } from '../paths.js';
import { Brackets } from './brackets.js';
import { promptCommands, type Prompt } from './commands.js';
import { Evaluator } from './evaluator.js';
import { History, historyFile } from './history.js';
import { Keyboard } from './keyboard.js';
import type { Question, Reply, Setup } from './protocol.js';

const prompt = '> ';
const continuation = '... ';
/** Of longer texts it is asked only where no bracket is open whether they are complete. */
const manyLines = 100;
/** After how many times Ctrl+C an evaluation that does not stop is given up with its session. */
const patience = 3;

/** How long the evaluator may take to end, in milliseconds. */
const graceTime = 1000;

/** Talks to a person until that ends it; gives the exit code. */
export function runRepl(setup: Pick<Setup, 'directory' | 'api' | 'limits' | 'policy'>): Promise<number> {
  return new Promise((resolve) => void new Repl(setup, resolve));
}

class Repl {
  private readonly output = process.stdout;
  private readonly keyboard: Keyboard;
  private readonly lines: Interface;
  private readonly evaluator: Evaluator;
  private readonly history = new History(historyFile(process.env));
  /** The history as the line editor has it. */
  private readonly leafed: string[];
  private readonly texts: string[] = [];
  /** Lines that are no complete text yet. */
  private pending: string[] = [];
  private brackets = new Brackets();
  private editing = false;
  /** What stands behind the last line that was pasted. */
  private rest = '';
  /** How often Ctrl+C was pressed since anything else happened. */
  private interrupts = 0;
  private busy = false;
  private left = false;
  private readonly terminated = new Map((['SIGTERM', 'SIGHUP'] as const).map((signal) => [signal, () => this.leave(signalExitCode(signal))]));

  constructor(
    setup: Pick<Setup, 'directory' | 'api' | 'limits' | 'policy'>,
    private readonly done: (exitCode: number) => void,
  ) {
    this.leafed = [...this.history.entries];
    this.keyboard = new Keyboard(process.stdin, {
      interrupt: () => this.interrupt(),
      end: () => this.endEditing(),
      text: (text) => this.lines.write(text),
      paste: (text) => this.paste(text),
    });
    this.output.write(`pipyjs ${packageVersion}: .help tells what there is, Ctrl+D leaves\n`);
    this.lines = createInterface({
      input: this.keyboard as unknown as NodeJS.ReadableStream,
      output: this.output,
      terminal: true,
      prompt,
      history: this.leafed,
      historySize: Infinity,
      tabSize: 2,
      completer: (line: string, answer: (error: null, result: [string[], string]) => void) => void this.complete(line).then((result) => answer(null, result)),
    });
    this.output.write('\x1b[?2004h');
    // A text is one entry of the history, however many lines it has: the editor's own, of lines, are undone.
    this.lines.on('history', () => this.restoreHistory());
    this.lines.on('line', (line) => void this.take([line]));
    this.lines.on('close', () => this.leave(0));
    process.on('SIGINT', this.interrupt);
    for (const [signal, leave] of this.terminated) process.on(signal, leave);
    this.lines.prompt();
    this.evaluator = new Evaluator({ ...setup, colours: this.output.hasColors() });
  }

  private async take(lines: readonly string[]): Promise<void> {
    this.interrupts = 0;
    for (const line of lines) this.brackets.take(line);
    this.pending.push(...lines);
    if (!this.editing) await this.hold(() => this.takePending());
    if (this.left) return;
    this.lines.setPrompt(this.editing ? '' : this.pending.length > 0 ? continuation : prompt);
    this.lines.prompt();
    if (this.rest !== '') this.lines.write(this.rest);
    this.rest = '';
    this.keyboard.release();
  }

  /** Does something during which keys wait. */
  private async hold(work: () => Promise<void> | void): Promise<void> {
    this.keyboard.hold();
    this.busy = true;
    await work();
    this.busy = false;
  }

  private async takePending(): Promise<void> {
    const [first] = this.pending;
    if (this.pending.length === 1 && isCommand(first)) return this.runCommand(first);
    if (this.pending.length > manyLines && this.brackets.open) return;
    const text = this.pending.join('\n');
    if (text.trim() !== '' && (await this.ask({ op: 'evaluate', text })).unfinished === true) return;
    this.remember(text);
  }

  private async ask(question: Question): Promise<Reply> {
    const reply = await this.evaluator.ask(question);
    if (!this.left && reply.text !== '') this.output.write(`${reply.text}\n`);
    if (reply.ok && question.op === 'evaluate') this.texts.push(question.text);
    return reply;
  }

  private async runCommand(line: string): Promise<void> {
    this.remember(line);
    const [name] = line.trim().split(' ', 1);
    const command = promptCommands.find((known) => known.name === name);
    const print = (text: string): void => void this.output.write(`${text}\n`);
    if (command === undefined) return print(`there is no ${name}: .help tells what there is`);
    const { texts } = this;
    const given: Prompt = {
      print,
      texts,
      ask: (op, text) => this.ask({ op, text }),
      limit: async (changes) => void (await this.ask({ op: 'limits', changes })),
      edit: () => {
        this.editing = true;
        print('Ctrl+D evaluates what follows, Ctrl+C throws it away');
      },
      leave: () => this.leave(0),
    };
    await command.run(line.trim().slice(name.length).trim(), given);
  }

  /** The text is done with: it is one entry of the history. */
  private remember(text: string): void {
    this.history.add(text);
    this.restoreHistory();
    this.forget();
  }

  private restoreHistory(): void {
    this.leafed.splice(0, this.leafed.length, ...this.history.entries);
  }

  private forget(): void {
    this.pending = [];
    this.brackets = new Brackets();
  }

  private async complete(line: string): Promise<[string[], string]> {
    if (this.pending.length === 0 && isCommand(line)) {
      const names = promptCommands.map(({ name }) => name).filter((name) => name.startsWith(line));
      return [names, line];
    }
    const { completion } = await this.evaluator.ask({ op: 'complete', text: [...this.pending, line].join('\n') });
    return completion === undefined ? [[], line] : [[...completion.names], completion.partial];
  }

  /** Lines at once: those that end are taken as one, and are one text where they can be. */
  private paste(pasted: string): void {
    const { line, cursor } = this.lines;
    const [first, ...others] = printable(pasted).split('\n');
    if (others.length === 0) {
      this.lines.write(first);
      return;
    }
    const whole = [line.slice(0, cursor) + first, ...others];
    whole[others.length] += line.slice(cursor);
    this.rest = whole.pop()!;
    for (const name of ['e', 'u']) this.lines.write(null as unknown as string, { ctrl: true, name });
    this.output.write(`${whole.join(`\n${this.editing ? '' : continuation}`)}\n`);
    this.clearLine(false);
    void this.take(whole);
  }

  /** Ctrl+D ends what is edited; elsewhere it is the line editor's. */
  private endEditing(): boolean {
    if (!this.editing) return false;
    this.editing = false;
    const { line } = this.lines;
    this.clearLine();
    void this.take(line === '' ? [] : [line]);
    return true;
  }

  private readonly interrupt = (): void => {
    this.interrupts++;
    if (this.busy) this.stop();
    else if (this.lines.line !== '' || this.pending.length > 0 || this.editing) {
      this.editing = false;
      this.interrupts = 0;
      this.forget();
      this.promptAnew();
    } else if (this.interrupts === 1) {
      this.promptAnew('(Ctrl+C once more leaves, as do Ctrl+D and .exit)\n');
    } else {
      this.leave(0);
    }
  };

  private stop(): void {
    this.evaluator.interrupt();
    if (this.interrupts >= patience) this.evaluator.end('stopped by force');
    else if (this.interrupts > 1) this.output.write('(it is about to stop; Ctrl+C once more ends the session and begins a new one)\n');
  }

  private promptAnew(notice = ''): void {
    this.clearLine();
    this.output.write(notice);
    this.lines.setPrompt(prompt);
    this.lines.prompt();
  }

  /** Leaves the line that is being edited, on the screen as it is, for an empty one below. */
  private clearLine(visibly = true): void {
    if (visibly) {
      this.lines.write(null as unknown as string, { ctrl: true, name: 'e' });
      this.output.write('\n');
    }
    // The editor counts rows from where it believes its line begins.
    Object.assign(this.lines, { line: '', cursor: 0, prevRows: 0 });
  }

  private leave(exitCode: number): void {
    if (this.left) return;
    this.left = true;
    this.output.write('\x1b[?2004l');
    process.off('SIGINT', this.interrupt);
    for (const [signal, leave] of this.terminated) process.off(signal, leave);
    this.lines.close();
    this.keyboard.close();
    this.history.close();
    this.output.write('\n');
    void this.evaluator.close(graceTime).then((ended) => {
      // No thread ends that waits for the system, and no process ends in order that has such a thread.
      if (!ended) process.kill(process.pid, 'SIGKILL');
      this.done(exitCode);
    });
  }
}

/** `.help`, but not `.5`. */
function isCommand(line: string): boolean {
  return /^\s*\.[a-z]*(\s|$)/.test(line);
}

/** What was pasted, with line ends of one kind and no other control characters but tabs. */
function printable(text: string): string {
   
  return text.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '');
}
