import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
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
  file('x.table.pjs', '1 //= 1\n2 //= 1\na //! check @3\nb //! load\nc //! check @4\nd //! evaluate\ne //= 1\nf //! check\ng //! limit STACK\n');
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
    }),
  );
  expect(lines.filter((line) => line.startsWith('FAIL')).map((line) => line.split('\n')[1]?.trim())).toEqual(['2', 'c', 'd', 'e', 'f', 'g']);
  expect(lines.at(-1)).toBe('3 passed, 6 failed, 0 skipped');
});

test('a testee that does not tell phases apart may say so', async () => {
  file('x.table.pjs', 'a //! parse\nb //! evaluate\n');
  const answers = { a: error, b: error };
  expect((await run(parrot(answers))).at(-1)).toBe('0 passed, 2 failed, 0 skipped');
  const coarse = { name: 'p', dialects: ['classic'], ops: ['evaluate'], phases: 'coarse' };
  expect((await run(parrot(answers, coarse))).at(-1)).toBe('1 passed, 1 failed, 0 skipped');
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

test('the corpus can be read, and every mark in it', () => {
  const cases = readSuite(resolve(__dirname, '..'));
  expect(cases.length).toBeGreaterThan(1000);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
});
