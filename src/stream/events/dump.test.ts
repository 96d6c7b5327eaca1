import { Data } from '../bytes/data.js';
import { dumpEvent } from './dump.js';
import { MessageEnd, MessageStart, StreamEnd } from './event.js';

test.each([
  [new MessageStart(null), 'MessageStart'],
  [new MessageEnd(), 'MessageEnd'],
  [new Data(), 'Data Flush'],
  [new StreamEnd(), 'StreamEnd'],
  [new StreamEnd('UnknownError'), 'StreamEnd [1] unknown error'],
  [new StreamEnd('ConnectionRefused'), 'StreamEnd [8] connection refused'],
])('%j is one line: %s', (event, line) => {
  expect(dumpEvent(event)).toEqual([line]);
});

test('bytes stand in rows of sixteen, whatever chunks they came in', () => {
  const data = Data.of('GET / HT').push(Data.of('TP/1.1\r\n')).push(Data.of('~\x7fé'));
  expect(dumpEvent(data)).toEqual([
    'Data [size=20]',
    '-'.repeat(68),
    '47 45 54 20 2F 20 48 54 54 50 2F 31 2E 31 0D 0A  | GET / HTTP/1.1??',
    '7E 7F C3 A9  -  -  -  -  -  -  -  -  -  -  -  -  | ~???............',
    '-'.repeat(68),
  ]);
});
