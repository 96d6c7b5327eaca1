import { Bench, computed, constant } from '../testing/harness.js';
import { dummy } from './dummy.js';
import { dump } from './dump.js';
import { print } from './print.js';

test('dummy lets nothing through', () => {
  const bench = new Bench();
  expect(bench.run('a(b)~.', bench.filter(dummy))).toBe('');
});

test.each([
  [undefined, ''],
  [constant('in'), ' [in]'],
  [computed(() => 'me>'), ' [me>]'],
  [computed(() => ''), ''],
])('dump writes every event with its tag', (tag, shown) => {
  const bench = new Bench();
  expect(bench.run('(~Hi)!ReadError', bench.filter(dump, { tag }))).toBe('(~Hi)!ReadError');
  const rule = '-'.repeat(68);
  expect(bench.log.map((text) => text.replace(`[dump] [context=1]${shown} `, ''))).toEqual([
    'info: MessageStart',
    'info: Data Flush',
    `info: Data [size=2]\n${rule}\n48 69 ${' - '.repeat(14)} | Hi${'.'.repeat(14)}\n${rule}`,
    'info: MessageEnd',
    'info: StreamEnd [3] read error',
  ]);
});

test.each([
  ['one\ntwo\n', 'one\ntwo\n'],
  ['no end.', 'no end\n'],
  ['(a)(b)', 'a\nb\n'],
  ['a|b|\n', 'ab\n'],
  ['\n\n.', '\n\n'],
  ['t\ta\x1b[1mb\x7f\r\n', 'ta[1mb\n'],
  ['gr\xc3|\xbcn.', 'grün\n'],
  ['a\xc2\x9b1mb\xc2\xa0c.', 'a1mb\u00a0c\n'],
  [`${'x'.repeat(250)}.`, `${'x'.repeat(100)}\n${'x'.repeat(100)}\n${'x'.repeat(50)}\n`],
])('print writes %j as lines', (input, lines) => {
  const bench = new Bench();
  expect(bench.run(input, bench.filter(print))).toBe(input);
  expect(bench.printed).toBe(lines);
});
