import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { main } from './command-line.js';
import { conduct } from './conduct.js';
import { readKnown } from './known.js';
import { peer } from './peer.js';
import type { Answer, Request, Testee } from './protocol.js';
import { readSuite } from './suite.js';

const head = '//# title t\n//# spec s\n';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  mkdirSync(join(folder, 'plumbing'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, cases: string): void {
  writeFileSync(join(folder, name), head + cases);
}

/** A testee that knows these answers by heart, and says hello. */
function parrot(answers: Record<string, Answer>, abilities: Answer = { name: 'parrot', dialects: ['classic'], ops: ['evaluate'] }): Testee {
  return {
    ask: (request: Request) => Promise.resolve(request.op === 'hello' ? abilities : (answers[request.source!] ?? { status: 'unsupported', message: 'never heard' })),
    close: () => Promise.resolve(),
  };
}

async function run(testee: Testee, more: { only?: string[]; known?: ReadonlyMap<string, string> } = {}): Promise<string[]> {
  const lines: string[] = [];
  const { only = [], known = new Map<string, string>() } = more;
  const failed = await conduct({ cases: folder, contestants: [{ testee, known }], only, report: 'terminal', output: undefined, print: (line) => lines.push(line) });
  expect(failed > 0).toBe(!lines.at(-1)!.includes(' 0 failed'));
  return lines.slice(1);
}

const one = { status: 'value', value: { t: 'number', v: '1' } };
const error = { status: 'error', phase: 'check', message: 'no', line: 1, column: 3 };

test('every way to be wrong is noticed, and none to be right', async () => {
  file('x.table.pjs', '1 //= 1\n2 //= 1\na //! check @3\nb //! load\nc //! check @4\nd //! evaluate\ne //= 1\nf //! check\ng //! limit STACK\nh //= [undefined]\ni //= [,]\n');
  const lines = await run(
    parrot({
      1: one,
      2: { status: 'value', value: { t: 'string', v: '1' } },
      a: error,
      b: error,
      c: error,
      d: error,
      e: { status: 'value' },
      f: one,
      g: { status: 'limit', code: 'CPU_STEPS' },
      h: { status: 'value', value: { t: 'array', v: [{ t: 'hole' }] } },
      i: { status: 'value', value: { t: 'array', v: [{ t: 'hole' }] } },
    }),
  );
  expect(lines.filter((line) => line.startsWith('FAIL')).map((line) => line.split('\n')[1]?.trim())).toEqual(['2', 'c', 'd', 'e', 'f', 'g', 'h']);
  expect(lines.at(-1)).toBe('4 passed, 7 failed, 0 skipped');
});

test('a testee that does not tell phases apart may say so', async () => {
  file('x.table.pjs', 'a //! parse\nb //! evaluate\n');
  const answers = { a: error, b: error };
  expect((await run(parrot(answers))).at(-1)).toBe('0 passed, 2 failed, 0 skipped');
  const coarse = { name: 'p', dialects: ['classic'], ops: ['evaluate'], phases: 'coarse' };
  expect((await run(parrot(answers, coarse))).at(-1)).toBe('1 passed, 1 failed, 0 skipped');
});

test('what is printed counts, in its order, where a case says so', async () => {
  const chunk = (title: string, source: string, printed: string): string => `//---\n//# title ${title}\n${source}\n${printed}//= 1\n`;
  writeFileSync(join(folder, 'x.program.pjs'), `//# spec s\n${chunk('a', 'a', '//> 1\n//> 2\n')}${chunk('b', 'b', '//> 2\n//> 1\n')}${chunk('c', 'c', '')}${chunk('d', 'd', '')}${chunk('e', 'e', '//> 1\n')}`);
  const lines = await run(parrot({ a: { ...one, printed: ['1\n2'] }, b: { ...one, printed: ['1', '2'] }, c: one, d: { ...one, printed: ['1'] }, e: { ...one, printed: 1 } }));
  expect(lines.filter((line) => line.startsWith('FAIL')).map((line) => line.split('\n')[1].trim())).toEqual(['b', 'd', 'e']);
});

test('any of several outcomes will do', async () => {
  file('x.table.pjs', 'a //= 2 | 1 | error\nb //= 2 | error\nc //= 2 | error evaluate\nd //= 2 | limit\ne //= error PJS1 | limit STACK\nf //= any\n');
  const lines = await run(parrot({ a: one, b: error, c: error, d: { status: 'limit', code: 'STACK' }, e: { status: 'limit', code: 'WALL' }, f: error }));
  expect(lines.filter((line) => line.startsWith('FAIL')).map((line) => line.split('\n')[1].trim())).toEqual(['c', 'e', 'f']);
});

test('a code base is what is asked at least, and all that is found in it', async () => {
  const abilities = { name: 'p', dialects: ['classic'], ops: ['load', 'check'] };
  const answers: Record<string, Answer> = {
    loads: { status: 'value', value: { modules: ['/main.js'], graph: ['x'], exports: {} } },
    warns: { status: 'value', value: { modules: ['/main.js'] }, diagnostics: [{ severity: 'warning', code: 'W1', file: '/main.js', line: 1, column: 1 }] },
    fails: { status: 'error', phase: 'resolve', diagnostics: [{ severity: 'error', code: 'E1', file: '/main.js', line: 1, column: 2 }] },
    nothing: { status: 'checked', diagnostics: [] },
  };
  const testee: Testee = {
    ask: (request) => Promise.resolve(request.op === 'hello' ? abilities : answers[request.files?.['/main.js'] ?? request.source!]),
    close: () => Promise.resolve(),
  };
  const cases: [string, string, string][] = [
    ['loads as asked', 'load', "loads\n//= { modules: ['/main.js'], exports: {} }"],
    ['loads as something else', 'load', "loads\n//= { modules: ['/other.js'] }"],
    ['loads with a warning', 'load', 'warns //! warning W1 @1\n//= any'],
    ['loads with a warning that nobody wants', 'load', 'warns\n//= any'],
    ['is refused', 'load', 'fails //! error E1 @2'],
    ['is refused for another reason', 'load', 'fails //! error E2 @2'],
    ['is refused elsewhere', 'load', 'fails //! error E1 @3'],
    ['should not load', 'load', 'loads //! error'],
    ['is checked', 'check', 'nothing\n//= []'],
    ['should be found', 'check', 'nothing //! error'],
  ];
  for (const op of ['load', 'check']) {
    const own = cases.filter((each) => each[1] === op).map(([title, , text]) => `//---\n//# title ${title}\n${text}\n`);
    writeFileSync(join(folder, `x.${op}.pjs`), `//# spec s\n${own.join('')}`);
  }
  const failed = (await run(testee)).filter((line) => line.startsWith('FAIL')).map((line) => /#(\S+)/.exec(line)![1]);
  expect(failed).toEqual([
    'should-be-found',
    'loads-as-something-else',
    'loads-with-a-warning-that-nobody-wants',
    'is-refused-for-another-reason',
    'is-refused-elsewhere',
    'should-not-load',
  ]);
});

describe('streams', () => {
  /** Gives what `answer` makes of the parts that its bytes come in. */
  async function asked(answer: (parts: string[]) => readonly object[], expected: string, more = ''): Promise<string[]> {
    const abilities = { name: 'p', dialects: ['classic'], ops: ['stream'] };
    const parts = (request: Request): string[] => request.in!.flatMap((event) => (event.t === 'data' ? [Buffer.from(event.v, 'hex').toString()] : []));
    const testee: Testee = {
      ask: (request) => Promise.resolve(request.op === 'hello' ? abilities : { status: 'events', out: answer(parts(request)), printed: [] }),
      close: () => Promise.resolve(),
    };
    writeFileSync(join(folder, 'x.stream.pjs'), `//# spec s\n//---\n//# title t\n${more}pipy()\n//< data 'abcdef'\n${expected}\n`);
    return run(testee);
  }
  const data = (text: string): object => ({ t: 'data', v: Buffer.from(text).toString('hex') });

  test('bytes count, and not how they are cut; flushes do where a case says so', async () => {
    expect(await asked((parts) => [...parts.map(data), data('')], "//= data 'abcdef'")).toEqual(['1 passed, 0 failed, 0 skipped']);
    expect((await asked((parts) => [...parts.map(data), data('')], "//= data 'abcdef'", '//# flush exact\n')).at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  });

  test('whoever makes something else of bytes that come otherwise is found, and the report says how they came', async () => {
    const [first] = await asked((parts) => [data(parts[0])], "//= data 'abcdef'");
    expect(first).toContain('byte by byte: expected these events');
    expect(first).toContain('data "abcdef"');
    expect(await asked((parts) => [data(parts[0])], "//= data 'abcdef'", '//# cut no\n')).toEqual(['1 passed, 0 failed, 0 skipped']);
    const [random] = await asked((parts) => (parts.length % 6 <= 1 ? [data('yes')] : []), "//= data 'yes'");
    expect(random).toMatch(/cut at random, with --seed \d+: expected/);
  });

  test.each<[string, unknown]>([
    ['no list', { length: 1 }],
    ['a list of nothing', [null]],
    ['another event', [{ t: 'end' }]],
    ['bytes that are none', [{ t: 'data', v: 7 }]],
  ])('%s is no answer', async (_, out) => {
    expect((await asked(() => out as object[], "//= data 'abcdef'")).at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  });
});

test('what a testee cannot do is skipped, counted and named', async () => {
  file('x.table.pjs', '1 //= 1\n2 //= 2\n//# title m\n//# spec s\n//# dialect modern\n3 //= 3\n');
  expect(await run(parrot({ 1: one }))).toEqual(['skipped 1: unsupported: never heard', 'skipped 1: no dialect modern', '1 passed, 0 failed, 2 skipped']);
});

test('a canary that is believed, and failed plumbing, end the run', async () => {
  file('plumbing/c.table.pjs', '//# canary yes\n1 //= 1\n');
  file('x.table.pjs', '2 //= 2\n');
  const lines = await run(parrot({ 1: one }));
  expect(lines[0]).toContain('the runner is broken');
  expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
});

test('a known failure is skipped, and one that passes is a failure', async () => {
  file('x.table.pjs', '1 //= 1\n2 //= 2\n');
  const known = readKnown('# list\nx#t#1\tbug\n\nx#t#2\tanother\n');
  const lines = await run(parrot({ 1: one, 2: one }), { known });
  expect(lines[0]).toContain('listed as known to fail: bug');
  expect(lines.slice(1)).toEqual(['skipped 1: known: another', '0 passed, 1 failed, 1 skipped']);
});

describe('a testee of its own process', () => {
  /** Answers each question with what `answer`, an expression, gives for `q`; runs `more` before that. */
  const program = (answer: string, more = ''): string =>
    `${process.execPath} -e "${`
      require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const q = JSON.parse(line);
        if (q.op === 'hello') return console.log(JSON.stringify({ id: q.id, name: 'p', dialects: ['classic'], ops: ['evaluate'] }));
        ${more}
        console.log(JSON.stringify({ id: q.id, ...${answer} }));
      })`
      .replace(/\s+/g, ' ')
      .replace(/"/g, '\\"')}"`;
  const echo = "{ status: 'value', value: { t: 'number', v: q.source } }";

  test.each([
    ['answers', program(echo), 3000, '2 passed, 0 failed, 0 skipped', ''],
    ['crashes', program(echo, "if (q.source === '1') process.exit(9);"), 3000, '1 passed, 1 failed, 0 skipped', 'crash'],
    ['keeps silent', program(echo, "if (q.source === '1') return;"), 3000, '1 passed, 1 failed, 0 skipped', 'timeout'],
    ['talks nonsense', program(echo, "if (q.source === '1') return console.log('hm');"), 3000, '1 passed, 1 failed, 0 skipped', 'garbage'],
    ['does not exist', 'no-such-program-anywhere', 3000, '0 passed, 1 failed, 0 skipped', 'crash'],
  ])('that %s', async (_, command, patience, last, word) => {
    file('x.table.pjs', '1 //= 1\n2 //= 2\n');
    const testee = peer(command, { patience });
    try {
      const lines = await run(testee);
      expect(lines.at(-1)).toBe(last);
      expect(lines.join('\n')).toContain(word);
    } finally {
      await testee.close();
    }
  });
});

test('the command line refuses what it does not know', async () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await main(['--nonsense'])).toBe(2);
  expect(await main([])).toBe(2);
  stderr.mockRestore();
});

describe('a report in a file', () => {
  const asked = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const out: string[] = [];
    const err: string[] = [];
    const spies = [
      jest.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0),
      jest.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
    ];
    const code = await main(['--cases', folder, ...args]);
    spies.forEach((spy) => spy.mockRestore());
    return { code, out: out.join(''), err: err.join('') };
  };
  const says = (name: string, value: string): string => {
    const script = `require('readline').createInterface({ input: process.stdin }).on('line', (line) => { const { id, op } = JSON.parse(line); console.log(JSON.stringify(op === 'hello' ? { id, name: '${name}', dialects: ['classic'], ops: ['evaluate'] } : { id, status: 'value', value: { t: 'number', v: '${value}' } })) })`;
    return `"${process.execPath}" -e "${script}"`;
  };

  test('tells of several implementations, each with its own list of known failures', async () => {
    file('x.table.pjs', '1 //= 1\n');
    const known = join(folder, 'known.txt');
    const nothing = join(folder, 'nothing.txt');
    writeFileSync(known, 'x#t#1\tit cannot count\n');
    writeFileSync(nothing, '');
    const output = join(folder, 'report.ndjson');
    const peers = ['--peer', says('one', '1'), '--peer', says('two', '2')];
    expect(await asked(...peers, '--report', 'ndjson', '--output', output)).toMatchObject({ code: 3, out: expect.stringMatching(/^one\ntwo\nFAIL[^]*\n1 passed, 1 failed, 0 skipped\n$/) });
    const records = readFileSync(output, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.filter(({ type }) => type === 'result').map(({ name, verdict }) => [name, verdict])).toEqual([['one', 'pass'], ['two', 'fail']]);
    expect(await asked(...peers, '--known', nothing, '--known', known)).toMatchObject({ code: 0, out: expect.stringContaining('skipped 1: known: it cannot count') });
  });

  test('has a name that is known', async () => {
    expect(await asked('--peer', 'true', '--report', 'song')).toMatchObject({ code: 2, err: expect.stringContaining('there is no report song') });
    expect(await asked('--peer', 'true', '--patience', 'much')).toMatchObject({ code: 2 });
    expect(await asked('--peer', 'true', '--output', join(folder, 'no/such/folder'))).toMatchObject({ code: 2, err: expect.stringContaining('cannot write') });
    expect(await asked('--peer', 'true', '--known', join(folder, 'nothing'))).toMatchObject({ code: 2, err: expect.stringContaining('cannot open') });
    expect(await asked()).toMatchObject({ code: 2, err: expect.stringContaining('who is to be asked?') });
  });
});

test('the corpus can be read, and every mark in it', () => {
  const cases = readSuite(resolve(__dirname, '..'));
  expect(cases.length).toBeGreaterThan(3500);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
});
