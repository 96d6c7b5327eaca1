/** The prompt as a person meets it: in a terminal. */
import { chmodSync, closeSync, constants, openSync, writeSync, readFileSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanUp, folderOf } from '../../testing/program.js';
import { Terminal, whyNoTerminal } from '../../testing/terminal.js';

afterEach(cleanUp);
if (whyNoTerminal !== null) console.warn(`skipped: ${whyNoTerminal}`);
const inTerminal = whyNoTerminal === null ? test : test.skip;

const up = '\x1b[A';
const interrupt = '\x03';
const end = '\x04';

async function open(options: { cwd?: string; env?: Record<string, string | undefined> } = {}, ...args: string[]): Promise<Terminal> {
  const terminal = new Terminal(['eval', ...args], options);
  await terminal.prompt();
  return terminal;
}

inTerminal('what is typed persists, and Ctrl+D leaves', async () => {
  const terminal = await open();
  expect(await terminal.ask('var a = [1, "b"]')).toBe('undefined');
  expect(await terminal.ask('{ a, b: _ }')).toBe("{ a: [1, 'b'], b: undefined }");
  expect(await terminal.ask('c = a.length; c + 1')).toBe('3');
  expect(await terminal.ask('_ * 2')).toBe('6');
  expect(await terminal.ask('"text"')).toBe("'text'");
  expect(await terminal.ask('console.log("said", 1)')).toBe('said 1\nundefined');
  expect(await terminal.ask('')).toBe('');
  expect(await terminal.ask('  nope')).toBe("error[PJS300]: unknown name 'nope'\n  --> REPL7:1:3\n   |\n 1 |   nope\n   |   ^^^^");
  terminal.type(end);
  expect(await terminal.end()).toBe(0);
});

inTerminal('a text may have several lines', async () => {
  const terminal = await open();
  await terminal.begin('function twice(x) {');
  await terminal.begin('  /* { */ var y = `(');
  await terminal.begin('${x * 2}`');
  await terminal.begin('  return y');
  expect(await terminal.ask('}')).toBe('undefined');
  expect(await terminal.ask('twice(4)')).toBe("'(\\n8'");
  await terminal.begin('{ a: 1,');
  expect(await terminal.ask('  b: 2 }')).toBe('{ a: 1, b: 2 }');
  await terminal.begin('[1,');
  terminal.type(`2, ${interrupt}`);
  await terminal.prompt();
  expect(await terminal.ask('1 + 1')).toBe('2');
});

inTerminal('Ctrl+C stops what runs and leaves the session as it is', async () => {
  const terminal = await open();
  await terminal.ask('var kept = 1');
  terminal.type('repeat(() => { console.log("turning") })\r');
  await terminal.until('turning\r\nturning');
  terminal.type(interrupt);
  expect(await terminal.prompt()).toMatch(/error\[INTERRUPT\]: the script was interrupted\r\n[^]*REPL2:1:\d/);
  for (const text of ['repeat(() => {})', 'try { repeat(() => {}) } catch (e) { }', 'for (var i = 0; 1; i++) { }']) {
    // Typed at once: Ctrl+C is heard before the line is done with, and what stands between is thrown away.
    terminal.type(`${text}\rkept = 2\r${interrupt}`);
    expect(await terminal.prompt()).toContain('INTERRUPT');
  }
  terminal.type('repeat(() => { if (kept === 1) { kept = 3; console.log("ready") } })\r');
  await terminal.until('\nready');
  terminal.kill();
  expect(await terminal.prompt()).toContain('INTERRUPT');
  expect(await terminal.ask('kept')).toBe('3');
});

/** Opens a pipe for writing, once somebody reads from it. */
async function openWhenRead(pipe: string): Promise<number> {
  for (;;) {
    try {
      return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Writes more than a pipe holds: then whoever reads from it is at that. */
async function fill(descriptor: number): Promise<void> {
  for (let left = 300_000; left > 0; ) {
    try {
      left -= writeSync(descriptor, Buffer.alloc(10_000));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

inTerminal('what does not stop is given up with the session', async () => {
  const pipe = join(folderOf({}), 'pipe');
  spawnSync('mkfifo', [pipe]);
  const terminal = await open();
  await terminal.ask('var lost = 1');
  terminal.type(`os.readFile('${pipe}')\r`);
  // Reads as long as this end is open, and hears nothing meanwhile.
  const descriptor = await openWhenRead(pipe);
  await fill(descriptor);
  terminal.type(interrupt);
  terminal.type(interrupt);
  await terminal.until('Ctrl+C once more ends the session');
  terminal.type(interrupt);
  expect(await terminal.prompt()).toContain('stopped by force: the session begins anew');
  expect(await terminal.ask('lost')).toContain('PJS300');
  terminal.type(end);
  expect(await terminal.end()).toBe(137);
  closeSync(descriptor);
});

inTerminal('Ctrl+C ends an evaluation without a prompt', async () => {
  const terminal = new Terminal(['eval', 'repeat(() => { console.log("turning") })']);
  await terminal.until('turning\r\nturning');
  terminal.type(interrupt);
  expect(await terminal.end()).toBe(130);
});

inTerminal('Ctrl+C twice leaves an empty line', async () => {
  const terminal = await open();
  terminal.type(`half a line${interrupt}`);
  await terminal.prompt();
  terminal.type(interrupt);
  expect(await terminal.prompt()).toContain('Ctrl+C once more leaves');
  expect(await terminal.ask('1')).toBe('1');
  terminal.type(interrupt);
  expect(await terminal.prompt()).toContain('Ctrl+C once more leaves');
  terminal.type(interrupt);
  expect(await terminal.end()).toBe(0);
});

inTerminal('a limit ends a text, not the session', async () => {
  const terminal = await open({}, '--fuel', '50000');
  expect(await terminal.ask('.limits')).toBe('fuel   50,000\nmemory 1,073,741,824\ndepth  1,000\ntime   none');
  expect(await terminal.ask('var a = 1; repeat(() => {})')).toContain('error[CPU_STEPS]');
  expect(await terminal.ask('.limits fuel none')).toContain('fuel   none');
  expect(await terminal.ask('.limits time 30')).toContain('time   30');
  expect(await terminal.ask('repeat(() => {})')).toContain('error[CPU_TIME]');
  expect(await terminal.ask('.limits memory 1m')).toContain('memory 1,048,576');
  expect(await terminal.ask("'x'.repeat(3e6).length")).toContain('error[MEM_SINGLE]');
  expect(await terminal.ask('(f => f(f))(f => f(f))')).toContain('error[STACK]');
  expect(await terminal.ask('.limits speed 3')).toBe("there is no limit 'speed': fuel, memory, depth, time");
  expect(await terminal.ask('.limits depth 5000')).toBe('depth is a whole number up to 1000');
  expect(await terminal.ask('a')).toBe('1');
});

inTerminal('Tab completes names, members and commands', async () => {
  const terminal = await open({ env: { GREETING: 'hi' } });
  await terminal.ask('var counters = { requests: 1, 2: 0 }');
  terminal.type('coun\t');
  await terminal.until('counters');
  terminal.type('.req\t');
  await terminal.until('.requests');
  expect(await terminal.ask(' + 1')).toBe('2');
  terminal.type('os.env.GREET\t');
  await terminal.until('GREETING');
  expect(await terminal.ask('')).toBe("'hi'");
  terminal.type('[].rev\t');
  await terminal.until('reverse');
  terminal.type(interrupt);
  await terminal.prompt();
  terminal.type('[].re\t\t');
  await terminal.until('reduceRight');
  terminal.type(interrupt);
  await terminal.prompt();
  terminal.type('.lim\t');
  await terminal.until('.limits');
  terminal.type(interrupt);
  await terminal.prompt();
  // A text that is being typed is no name.
  terminal.type("'coun\t'.length\r");
  expect(await terminal.prompt()).toContain('\r\n5\r\n');
});

inTerminal('the history outlives the session, and holds each text once', async () => {
  const file = join(folderOf({}), 'state/history');
  const first = await open({ env: { PIPYJS_HISTORY: file } });
  await first.ask('var a = 1');
  await first.begin('a +');
  await first.ask('1');
  await first.ask('"\\\\n"');
  await first.ask('var a = 1');
  first.type(`${up}${up}${up}`);
  await first.until('a +\r\n1');
  expect(await first.ask('')).toBe('2');
  first.type(end);
  await first.end();
  expect(readFileSync(file, 'utf8')).toBe('var a = 1\na +\\n1\n"\\\\\\\\n"\nvar a = 1\na +\\n1\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const second = await open({ env: { PIPYJS_HISTORY: file } });
  second.type(up);
  await second.until('a +\r\n1');
  second.type(`${up}${up}`);
  await second.until('"\\\\n"');
  expect(await second.ask('')).toBe("'\\\\n'");
});

inTerminal('the history is bounded, and where it is wanted', async () => {
  const home = folderOf({ 'pipyjs/history': Array.from({ length: 1500 }, (_, i) => `${i}\n`).join('') });
  const visit = async (env: Record<string, string | undefined>, text: string): Promise<void> => {
    const terminal = await open({ env });
    await terminal.ask(text);
    terminal.type(end);
    await terminal.end();
  };
  const kept = join(home, 'pipyjs/history');
  chmodSync(kept, 0o644);
  await visit({ HOME: home, XDG_STATE_HOME: home, PIPYJS_HISTORY: '' }, '"nowhere"');
  expect(readFileSync(kept, 'utf8').split('\n')).toHaveLength(1501);
  await visit({ HOME: home, XDG_STATE_HOME: home, PIPYJS_HISTORY: undefined }, '"in the state"');
  const lines = readFileSync(kept, 'utf8').split('\n');
  expect([lines.length, lines[0], lines.at(-2)]).toEqual([1001, '501', '"in the state"']);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  await visit({ HOME: home, XDG_STATE_HOME: undefined, PIPYJS_HISTORY: undefined }, '"at home"');
  expect(readFileSync(join(home, '.pipyjs_history'), 'utf8')).toBe('"at home"\n');
});

inTerminal('a history that cannot be written is one of the session', async () => {
  const file = join(folderOf({ file: '' }), 'file/below');
  const terminal = await open({ env: { PIPYJS_HISTORY: file } });
  await terminal.ask('1 + 1');
  terminal.type(up);
  await terminal.until('1 + 1');
  expect(await terminal.ask('')).toBe('2');
});

inTerminal('5,000 lines that are pasted', async () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `var v${i} = ${i}`);
  const terminal = await open();
  // As a terminal marks what is pasted: one text, whatever it holds.
  terminal.type(`\x1b[200~${lines.join('\n')}\nv4999 + 1\n\x1b[201~`);
  await terminal.until('v4999 + 1');
  expect(await terminal.prompt()).toMatch(/\r\n5000\r\n$/);
  terminal.type(`\x1b[200~"one line\t" +\x1b[201~ v1\r`);
  expect(await terminal.prompt()).toContain("'one line\\t1'");
  // As one that does not: line by line.
  terminal.type(lines.map((line) => `${line.replaceAll('v', 'w')}\r`.replace('war', 'var')).join(''));
  terminal.type('w4999 + " lines"\r');
  const shown = await terminal.until("'4999 lines'");
  expect(shown.split('undefined').length - 1).toBe(5000);
  await terminal.prompt();
  terminal.type(`function long() {\r${lines.map((line) => `  ${line}; { }\r`).join('')}  return v4999 + 2\r}\r`);
  expect(await terminal.prompt()).toMatch(/undefined\r\n$/);
  expect(await terminal.ask('long()')).toBe('5001');
}, 60_000);

inTerminal('a line of 100,000 characters', async () => {
  const terminal = await open();
  terminal.type(`'${'x'.repeat(100_000)}'.length\r`);
  expect(await terminal.prompt()).toMatch(/\r\n100000\r\n$/);
});

inTerminal('the terminal may change its width', async () => {
  const terminal = await open();
  terminal.type('"a line that is longer than 30 columns"');
  await terminal.until('columns"');
  terminal.narrow();
  // The line is drawn anew, and the cursor stands where it ends in the new width: row 2, column 11.
  await terminal.until('\x1b[0J> "a line that is longer than 30 columns"\x1b[12G');
  expect(await terminal.ask('.length')).toContain('37');
});

inTerminal('commands', async () => {
  const folder = folderOf({ 'lib.js': 'export var one = 1', 'broken.js': 'f(', 'some.js': "import { one } from './lib.js'\nvar loaded = one + 1; loaded\n" });
  const terminal = await open({ cwd: folder });
  expect(await terminal.ask('.load some.js')).toBe('2');
  expect(await terminal.ask('[one, loaded]')).toBe('[1, 2]');
  expect(await terminal.ask('.load broken.js')).toBe('broken.js ends too early');
  expect(await terminal.ask('.load none.js')).toContain('.load: ENOENT');
  expect(await terminal.ask('.save saved.js')).toBe('2 texts are in saved.js');
  expect(readFileSync(join(folder, 'saved.js'), 'utf8')).toBe("import { one } from './lib.js'\nvar loaded = one + 1; loaded\n\n[one, loaded]\n");
  expect(await terminal.ask('.type new Map()')).toMatch(/^a Map\n[^]*\.size /);
  expect(await terminal.ask('.ast one + 1')).toMatch(/^Program {2}1:1\n {2}body: ExpressionStatement/);
  expect(await terminal.ask('.help')).toMatch(/^\.help [^]*\.editor/);
  expect(await terminal.ask('.hlep')).toBe('there is no .hlep: .help tells what there is');
  expect(await terminal.ask('.5 + 1')).toBe('1.5');
  terminal.type('.editor\r');
  await terminal.until('throws it away');
  terminal.type(`var x = [\r1,\r2]; x.length${end}`);
  expect(await terminal.prompt()).toMatch(/\r\n2\r\n$/);
  terminal.type('.editor\r');
  await terminal.until('throws it away');
  terminal.type(`x = 5\rx = ${interrupt}`);
  await terminal.prompt();
  expect(await terminal.ask('x')).toBe('[1, 2]');
  terminal.type('.exit\r');
  expect(await terminal.end()).toBe(0);
});

inTerminal('hostile values neither stop the terminal nor speak to it', async () => {
  const terminal = await open();
  for (const [text, shown] of [
    ["'x'.repeat(5e7)", 'more'],
    ["huge = {}; huge['k'.repeat(1e7)] = 1; huge", 'kkk'],
    ['deep = []; for (var i = 0; i < 1e5; i++) deep = [deep]; deep', '…'],
    ['wide = [1]; for (var i = 0; i < 40; i++) wide = [wide, wide, wide]; wide', '…'],
    ['self = {}; self.self = self; self', '[circular]'],
    ["(() => '\\u001b[2J')", '[2J'],
    ["new Error(String.fromCharCode(27) + '[2J' + String.fromCharCode(7))", 'Error'],
    ["throw new Error(String.fromCharCode(27) + ']0;title' + String.fromCharCode(7))", 'title'],
  ]) {
    terminal.type(`${text}\r`);
    const raw = await terminal.until('\x1b[0J> \x1b[3G');
    expect(raw).toContain(shown);
    expect(raw).not.toMatch(/\u0007|\x1b\](?!\?)|\x1b\[2J/);
  }
  for (const path of ['huge.', 'deep[0].', 'wide[0].', 'self.self.self.s']) {
    terminal.type(`${path}\t\t${interrupt}`);
    await terminal.prompt();
  }
  expect(await terminal.ask('1')).toBe('1');
}, 60_000);

inTerminal('colours are there where they are wanted', async () => {
  const terminal = await open({ env: { NO_COLOR: '', FORCE_COLOR: '1' } });
  terminal.type('[1]\r');
  expect(await terminal.until('> \x1b[3G')).toContain('[\x1b[33m1\x1b[0m]');
});

inTerminal('SIGTERM leaves the terminal as it was', async () => {
  const terminal = await open();
  terminal.signal('SIGTERM');
  await terminal.until('\x1b[?2004l');
  expect(await terminal.end()).toBe(143);
});

inTerminal('permissions hold at the prompt', async () => {
  const terminal = await open({}, '--tenant', '--allow-read=.');
  expect(await terminal.ask('os.env')).toMatch(/^error\[ENV\]: reading the environment is denied\n[^]*help: --allow-env=NAME/);
  expect(await terminal.ask('os.readFile("/etc/passwd")')).toMatch(/^error\[FS\]/);
  expect(await terminal.ask('repeat(() => {})')).toMatch(/^error\[CPU_STEPS\][^]*allowed 1000000/);
  expect(await terminal.ask('os.stat(".").isDirectory()')).toBe('true');
});
