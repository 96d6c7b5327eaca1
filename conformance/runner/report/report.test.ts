/** Every report, of the same two runs: one that has everything, one that could not be asked. */
import { readCaseFile } from '../case-file.js';
import { Run, type Result } from '../run.js';
import { reports } from './index.js';

const head = '//# title t\n//# spec s\n';
const [good, bad, skipped] = readCaseFile('a/x.table.pjs', `${head}1 //= 1\n'<b>&"' //= 2\nz //= 3\n`);
const [probe] = readCaseFile('b/y.program.pjs', '//---\n//# title p\n//# spec s\n//# class defect\n//# why it is <so>\n0.1\n//= 0.1\n//~ ecma  = 0.1\n//~ 0.22  = 0\n');

const results: Result[] = [
  { item: good, kind: 'pass', reason: '', answer: '1', time: 1.25 },
  { item: bad, kind: 'fail', reason: 'expected 2\n]]>got "a#b"', answer: '"<b>"', time: 2 },
  { item: skipped, kind: 'skip', reason: 'no # z', answer: '', time: 0 },
  { item: probe, kind: 'pass', reason: '', answer: '0.1', time: 0 },
];

/** What a report of both runs writes. */
function report(name: string, list = results): string {
  const lines: string[] = [];
  const made = reports[name]((line) => lines.push(line));
  const full = new Run('mine', '1.0');
  const broken = new Run('', '');
  made.started(full);
  for (const result of list) {
    full.results.push(result);
    made.result(full, result);
  }
  made.ended(full);
  made.started(broken);
  broken.stopped = 'hello: crash: <gone>';
  made.ended(broken);
  made.finished([full, broken]);
  return lines.join('\n');
}

test('terminal', () => {
  expect(report('terminal').split('\n')).toEqual([
    'mine 1.0',
    `FAIL a/x.table.pjs:4 ${bad.id}`,
    '     \'<b>&"\'',
    '     expected 2',
    '     ]]>got "a#b"',
    'skipped 1: no # z',
    'unknown',
    'FAIL hello: crash: <gone>',
    '2 passed, 2 failed, 1 skipped',
  ]);
});

test('tap', () => {
  expect(report('tap').split('\n')).toEqual([
    'TAP version 14',
    '# mine 1.0',
    'ok 1 - mine a/x\\#t\\#1',
    'not ok 2 - mine a/x\\#t\\#\'<b>&"\'',
    '  ---',
    '  message: "expected 2\\n]]>got \\"a#b\\""',
    '  ...',
    'ok 3 - mine a/x\\#t\\#z # SKIP no \\# z',
    'ok 4 - mine b/y\\#p',
    '# unknown',
    'not ok 5 - unknown could be asked',
    '  ---',
    '  message: "hello: crash: <gone>"',
    '  ...',
    '1..5',
    '# 2 passed, 2 failed, 1 skipped',
  ]);
});

test('ndjson', () => {
  const records = report('ndjson').split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records.map(({ type, verdict, name }) => [type, verdict ?? name])).toEqual([
    ['implementation', 'mine'],
    ['result', 'pass'],
    ['result', 'fail'],
    ['result', 'skip'],
    ['result', 'pass'],
    ['total', 'mine'],
    ['implementation', ''],
    ['total', ''],
  ]);
  expect(records[2]).toEqual({ type: 'result', name: 'mine', id: bad.id, file: 'a/x.table.pjs', line: 4, verdict: 'fail', reason: 'expected 2\n]]>got "a#b"', answer: '"<b>"', time: 2 });
  expect(records[5]).toEqual({ type: 'total', name: 'mine', passed: 2, failed: 1, skipped: 1, stopped: null });
  expect(records[7]).toMatchObject({ failed: 1, stopped: 'hello: crash: <gone>' });
});

/** Whether every element that is opened is closed, and nothing stands raw that must not. */
function wellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replace(/^<\?xml [^>]*\?>/, '').replace(/<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)\s*(\/?)>/g, (_, end: string, name: string, __, empty: string) => {
    if (end !== '') return open.pop() === name ? '' : '<';
    if (empty === '') open.push(name);
    return '';
  });
  return open.length === 0 && !/[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)/.test(rest);
}

test('junit', () => {
  const xml = report('junit');
  expect(wellFormed(xml)).toBe(true);
  expect(xml).toContain('<testsuite name="mine 1.0 a/x.table.pjs" tests="3" failures="1" skipped="1" time="0.003">');
  expect(xml).toContain('<failure message="expected 2&#10;]]&gt;got &quot;a#b&quot;">\'&lt;b&gt;&amp;&quot;\'</failure>');
  expect(xml).toContain('<skipped message="no # z"/>');
  expect(xml).toContain('<testsuite name="unknown" tests="1" failures="1" skipped="0">');
  expect(wellFormed('<a><b></a>')).toBe(false);
  expect(wellFormed('<a>a & b</a>')).toBe(false);
});

test('what XML cannot hold is shown by its number', () => {
  const control: Result = { ...results[1], reason: 'a\u0000\u001b\ud800b😀' };
  expect(report('junit', [control])).toContain('message="a\\u0000\\u001b\\ud800b😀"');
});

describe('html', () => {
  const page = report('html');
  const rows = page.split('\n').filter((line) => line.includes('<tr data-is='));

  test('has a column for each implementation, asked or recorded', () => {
    const titles = [...page.matchAll(/<th scope="col">(.*?)<\/th>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'case',
      'expected',
      'mine 1.0<small>2 of 4</small>',
      'unknown<small>0 of 0</small>',
      'Pipy 0.22<small>recorded, 0 of 1</small>',
      'ECMA-262<small>recorded, 1 of 1</small>',
    ]);
  });

  test('has a row for each case, with what can be filtered', () => {
    expect(rows.map((row) => /data-is="(.*?)"/.exec(row)![1])).toEqual(['pass', 'fail asked', 'skip', 'pass fail differ']);
    expect(rows[1]).toContain('<td class="fail"><b>✗</b> <span>&quot;&lt;b&gt;&quot;</span></td>');
    expect(rows[3]).toContain('<small>defect: it is &lt;so&gt;</small>');
    expect(page).toContain('<strong>hello: crash: &lt;gone&gt;</strong>');
  });

  test('stands by itself, and can be read in the dark', () => {
    expect(page).not.toMatch(/\b(?:src|href)=|url\(|https?:|@import/);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).not.toContain('<b>&"');
  });
});
