import fc from 'fast-check';
import { eastAsianWidth } from 'get-east-asian-width';
import { codeFrame } from './code-frame.js';
import { SourceFile } from './source-file.js';

function frame(text: string, start: number, end: number, hint?: string): string[] {
  const source = new SourceFile('/main.js', text);
  return codeFrame({ code: 'PJS300', severity: 'error', message: "unknown name 'x'", source, span: { start, end }, hint }).split('\n');
}

test('a frame says what, where, shows the line, and what to do', () => {
  expect(frame('a +\n  nope\n', 6, 10, 'did you mean `node`?')).toEqual([
    "error[PJS300]: unknown name 'x'",
    '  --> /main.js:2:3',
    '   |',
    ' 2 |   nope',
    '   |   ^^^^',
    '  help: did you mean `node`?',
  ]);
});

test.each<[string, string, number, number, string, string]>([
  ['wide characters before it', '"你好" + x', 7, 8, '"你好" + x', '         ^'],
  ['wide characters under it', 'a + 你好', 4, 6, 'a + 你好', '    ^^^^'],
  ['a combining mark before it', '"e\u0301" + x', 7, 8, '"e\u0301" + x', '      ^'],
  ['tabs', '\t\tx', 2, 3, '  x', '  ^'],
  ['a span over several lines', 'f(\na)', 0, 5, 'f(', '^^'],
  ['CRLF', 'ab\r\ncd', 1, 2, 'ab', ' ^'],
  ['the end of the text', 'a +', 3, 3, 'a +', '   ^'],
  ['an empty text', '', 0, 0, '', '^'],
])('the caret stands under its text: %s', (_, text, start, end, line, carets) => {
  const lines = frame(text, start, end);
  expect([lines[3], lines[4]]).toEqual([` 1 | ${line}`.trimEnd(), `   | ${carets}`]);
});

test('what a terminal would obey is shown, not obeyed', () => {
  const lines = frame('"\u001b[2J\u202e\u0000" + x', 10, 11).join('\n');
   
  expect(lines).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(lines).toContain('"�[2J��" + x');
});

test('of a long line, what is around the caret is shown', () => {
  const [, , , line, carets] = frame(`${'a'.repeat(500_000)}x${'b'.repeat(500_000)}`, 500_000, 500_001) as [string, string, string, string, string];
  expect(line.length).toBeLessThan(140);
  expect(line[carets.indexOf('^')]).toBe('x');
});

test('carets lie under their span whatever stands before it', () => {
  const cells = (text: string) => [...text].reduce((sum, character) => sum + eastAsianWidth(character.codePointAt(0)!), 0);
  const part = fc.array(fc.constantFrom('a', ' ', '字', 'ｗ', '한', '😀', '(', 'ß'), { maxLength: 20 }).map((list) => list.join(''));
  fc.assert(
    fc.property(part, part, part, (before, marked, after) => {
      const lines = frame(`first\n${before}${marked}!${after}`, 6 + before.length, 6 + before.length + marked.length + 1);
      const carets = lines[4].slice(5);
      expect(carets.indexOf('^')).toBe(cells(before));
      expect(carets.length - carets.indexOf('^')).toBe(cells(marked) + 1);
    }),
  );
});
