/** `pipyjs explain`. */
import { codes } from '../language/source/codes.js';
import type { Terminal } from './command.js';
import { explain } from './commands/explain.js';

function told(...args: string[]): string {
  let text = '';
  const nowhere = { write: () => {}, flush: () => {} };
  const terminal: Terminal = { out: { ...nowhere, write: (more) => (text += more) }, err: nowhere };
  expect(explain.run(args, {}, terminal)).toBe(0);
  return text;
}

test('a code is explained in whatever case it is written', () => {
  expect(told('pjs400')).toBe(
    [
      "PJS400: cannot read property '…' of …",
      '',
      'A member of nothing was read.',
      'help: use `?.` where the value may be missing',
      '',
      'Wrong (modern):',
      '',
      '    null.name',
      '',
      'Right:',
      '',
      '    null?.name',
      '',
    ].join('\n'),
  );
});

test('several are explained one after the other, files by their paths', () => {
  expect(told('PJS306', 'PJS111')).toMatch(/^PJS306: [^]*\n {4}\/\/ \/lib\.js\n[^]*\n\nPJS111: [^]*There is no example: it would be too long to read\.\n$/);
});

test('without a code all are listed', () => {
  expect(told().trim().split('\n').map((line) => line.slice(0, 6))).toEqual(Object.keys(codes).sort());
});

test('of what is no code, the nearest is told', () => {
  expect(() => told('PSJ300')).toThrow("there is no code 'PSJ300'; did you mean PJS300?");
  expect(() => told('nonsense')).toThrow("there is no code 'nonsense'; pipyjs explain lists them");
});
