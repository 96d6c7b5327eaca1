import { CaseFileError, readCaseFile } from './case-file.js';

const head = '//# title   A Section, first\n//# spec    ECMA-262 1\n';

test('sections, marks, contexts and limits are read', () => {
  const cases = readCaseFile(
    'language/x.table.pjs',
    `// a comment\n${head}//# context { x: 1 }\n//# limits  fuel=5 depth=2\n1 + x //= 2 | 3\n[\n  1\n] //=~ [1]\nx. //! parse PJS101 @2:7\nrepeat(1) //! limit CPU_STEPS\n//# title B\n//# spec s\n//# since 1.5\n'//=' //= 'a'\n`,
  );
  expect(cases.map(({ id, line }) => [id, line])).toEqual([
    ['language/x#a-section-first#1 + x', 6],
    ['language/x#a-section-first#[ 1 ]', 9],
    ['language/x#a-section-first#x.', 10],
    ['language/x#a-section-first#repeat(1)', 11],
    ["language/x#b#'//='", 15],
  ]);
  expect(cases[0].request).toEqual({ op: 'evaluate', dialect: 'classic', source: '1 + x', context: '{ x: 1 }', limits: { fuel: 5, depth: 2 } });
  expect(cases[1].expected).toMatchObject({ kind: 'value', ordered: true });
  expect(cases[2].expected).toEqual({ kind: 'error', phase: 'parse', code: 'PJS101', line: 2, column: 7 });
  expect(cases[3].expected).toEqual({ kind: 'limit', code: 'CPU_STEPS' });
  expect(cases[4]).toMatchObject({ since: '1.5', request: { op: 'evaluate', dialect: 'classic', source: "'//='" } });
});

test.each([
  ['a case before its title', '1 //= 1'],
  ['a case without a spec', '//# title x\n1 //= 1'],
  ['an unknown key', `${head}//# colour red\n`],
  ['an expression without a mark', `${head}1 + 1\n`],
  ['a bad literal', `${head}1 //= nonsense\n`],
  ['an unknown phase', `${head}1 //! sometime\n`],
  ['the same case twice', `${head}1 //= 1\n1 //= 1\n`],
  ['a bad limit', `${head}//# limits beer=2\n`],
])('%s is refused', (_, text) => {
  expect(() => readCaseFile('x.table.pjs', text)).toThrow(CaseFileError);
});
