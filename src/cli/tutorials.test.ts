/**
 * The tutorials, as a reader types them. Of each page, blocks of `console` hold commands and what comes back, blocks of `log FILE` what the
 * program that runs FILE has logged since the page showed its log last, and blocks of other languages parts of the step's files. `…` stands
 * for what varies; on a line of its own for any number of lines. A program ends when the page starts it again, or when the page does.
 */
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { curl } from '../testing/curl.js';
import { cleanUp, folderOf, freePorts, Program } from '../testing/program.js';

const source = join(__dirname, '../../examples/tutorials');
const steps = readdirSync(source, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
const ports = [8000, 8080, 8081, 8082, 8083, 8123, 8443];
/** What runs beside all steps, once it was started. */
const services = '../02-echo/main.js';

interface Block {
  readonly language: string;
  readonly text: string;
}

const pageOf = (folder: string): string => readFileSync(join(folder, 'README.md'), 'utf8');
const blocksOf = (page: string): Block[] => [...page.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language: language, text: text }));
const filesOf = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true, withFileTypes: true }))
    .flatMap((entry) => (entry.isFile() ? [join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1)] : []))
    .sort();

/** Whether a text is what a page shows. */
function patternOf(shown: string): RegExp {
  const lines = shown.trimEnd().split('\n').map((line) => (line === '…' ? '(?:.*\\n)*?' : `${line.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*')}\\n`));
  return new RegExp(`^${lines.join('')}$`);
}

const textOf = (output: string): string => `${output.replaceAll('\r', '').replace(/[ \t]+$/gm, '').trimEnd()}\n`;

/** A program that a page has started, and how much of its log the page has shown. */
class Started {
  private shown = 0;

  constructor(readonly program: Program) {}

  async shows(text: string): Promise<void> {
    const last = text.trimEnd().split('\n').at(-1)!.split('…').sort((a, b) => b.length - a.length)[0];
    const times = (all: string): number => all.split(last).length - 1;
    await this.program.logged(last, times(this.program.stderr.slice(0, this.shown)) + times(text));
    const { stderr } = this.program;
    expect(textOf(stderr.slice(this.shown))).toMatch(patternOf(text));
    this.shown = stderr.length;
  }

  async end(): Promise<void> {
    if (this.program.ended === null) this.program.signal('SIGKILL');
    await this.program.end();
  }
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const run = promisify(execFile);

async function realCurl(command: string, cwd: string): Promise<string> {
  return (await run('sh', ['-c', command], { cwd, env: { ...process.env, NO_PROXY: '*', no_proxy: '*' } })).stdout;
}

/** Where there is `curl`, what stands in for it elsewhere is tried as well, on the pages that have all of its forms. */
const ways: [string, typeof realCurl, readonly string[]][] = hasCurl
  ? [
      ['with curl', realCurl, steps],
      ['without curl', curl, steps.filter((step) => /^(02|08|12|16|18)/.test(step))],
    ]
  : [['without curl', curl, steps]];

afterAll(cleanUp);

describe.each(ways)('%s', (_, ask, pages) => {
  const shared = new Map<string, Started>();
  let folder: string;

  /** A copy of all steps, on ports that are free. */
  beforeAll(async () => {
    folder = folderOf({});
    cpSync(source, folder, { recursive: true });
    // Ports are opened in their order, and the pages show that.
    const free = (await freePorts(ports.length)).sort((a, b) => a - b);
    for (const name of filesOf(folder).filter((file) => /\.(js|json|md)$/.test(file))) {
      const text = readFileSync(join(folder, name), 'utf8');
      writeFileSync(join(folder, name), text.replace(/\b8\d{3}\b/g, (port) => `${free[ports.indexOf(Number(port))] ?? port}`));
    }
  });

  test.each(pages)('%s', async (step) => {
    const cwd = join(folder, step);
    let longest = 0;
    const started = new Map<string, Started>();
    try {
      for (const block of blocksOf(pageOf(cwd))) await carryOut(block);
    } finally {
      for (const program of started.values()) await program.end();
    }
    // The one page that tells of time.
    if (step === '14-throttle') expect(longest).toBeGreaterThan(1900);

    async function carryOut({ language, text }: Block): Promise<void> {
      const [kind, file] = language.split(' ') as [string, string];
      if (kind === 'log') await started.get(file)!.shows(text);
      if (kind !== 'console') return;
      for (const [, command, shown] of text.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm) as Iterable<[string, string, string]>) {
        if (command.startsWith('curl ')) await fetch(command, shown);
        else if (command.startsWith('npx pipyjs ')) await start(command.slice('npx pipyjs '.length), shown);
        else throw new Error(`a command that pages do not use: ${command}`);
      }
    }

    async function fetch(command: string, shown: string): Promise<void> {
      const begun = performance.now();
      const output = await ask(command, cwd);
      longest = Math.max(longest, performance.now() - begun);
      expect(`$ ${command}\n${textOf(output)}`).toMatch(patternOf(`$ ${command}\n${shown}`));
    }

    async function start(file: string, shown: string): Promise<void> {
      const place = file === services ? shared : started;
      if (place === shared && shared.has(file)) return;
      await place.get(file)?.end();
      const program = new Started(new Program([file], { cwd }));
      place.set(file, program);
      await program.shows(shown);
    }
  });
});

test.each(steps)('%s: what the page shows of files is in them', (step) => {
  const folder = join(source, step);
  const files = filesOf(folder).flatMap((name) => (name === 'README.md' ? [] : [`\n${readFileSync(join(folder, name), 'utf8')}`]));
  const parts = blocksOf(pageOf(folder)).filter(({ language }) => language === 'js' || language === 'json');
  expect(parts.length).toBeGreaterThan(0);
  for (const { text } of parts) expect(files.some((file) => file.includes(`\n${text}`)) ? '' : text).toBe('');
});

test.each(steps)('%s: what the page does not call new or changed is as in the step that it names', (step) => {
  const folder = join(source, step);
  const [claim, number] = /^New:.* as in \[step (\d+)\].*$/m.exec(pageOf(folder)) ?? [];
  if (claim === undefined) return;
  const before = steps[Number(number) - 1];
  const named = [...claim.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  const textIn = (place: string, name: string): string | null => (existsSync(join(source, place, name)) ? readFileSync(join(source, place, name), 'utf8') : null);
  const files = new Set([...filesOf(folder), ...filesOf(join(source, before))].filter((name) => name !== 'README.md'));
  expect([...files].filter((name) => textIn(step, name) !== textIn(before, name)).sort()).toEqual(named.sort());
});

test('each page leads to the next, and the index to all', () => {
  expect(steps.map((name) => Number(name.slice(0, 2)))).toEqual(Array.from({ length: 19 }, (_, at) => at + 1));
  const index = pageOf(source);
  steps.forEach((step, at) => {
    expect(index).toContain(`(${step}/README.md)`);
    const next = steps[at + 1];
    if (next !== undefined) expect(pageOf(join(source, step))).toContain(`Next: [`);
    if (next !== undefined) expect(pageOf(join(source, step))).toContain(`](../${next}/README.md)`);
  });
});
