import { TextLog } from './log.js';

test('lines carry local time and level, one head a line', () => {
  const lines: string[] = [];
  const time = new Date(2022, 0, 31, 9, 5, 7, 42).getTime();
  const log = new TextLog({ write: (text) => lines.push(text) }, 'info', () => time);
  log.write('info', 'one\ntwo');
  log.write('error', 'three');
  log.write('debug', 'not wanted');
  expect(lines.join('')).toBe(
    '2022-01-31 09:05:07.042 [INF] one\n2022-01-31 09:05:07.042 [INF] two\n2022-01-31 09:05:07.042 [ERR] three\n',
  );
});

test.each([
  ['debug', 'DBG INF WRN ERR'],
  ['info', 'INF WRN ERR'],
  ['warn', 'WRN ERR'],
  ['error', 'ERR'],
] as const)('from %s on: %s', (threshold, shown) => {
  const lines: string[] = [];
  const log = new TextLog({ write: (text) => lines.push(text) }, threshold);
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log.write(level, '');
  expect(lines.map((line) => line.slice(25, 28)).join(' ')).toBe(shown);
});
