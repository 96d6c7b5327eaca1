/** What cases are written in, and what says whether they hold: both are no use where they cannot fail. */
import { data, frame, headers, number, settings } from '../../stream/testing/http2-peer.js';
import { casesIn, stepsOf } from './case.js';
import { bytesOf } from './notation.js';
import { Transcript } from './transcript.js';
import { agrees } from './wire.js';

test('frames as texts are the frames that others write', () => {
  expect(bytesOf(['DATA+END 1 \'hi\'', 'WINDOW_UPDATE 3 4:100', 'SETTINGS 0 INITIAL_WINDOW_SIZE=1 0x99=5', '0xbe+0xff 7 00ff'])).toEqual(
    Buffer.concat([data(1, 'hi', true), frame('WindowUpdate', 0, 3, number(100)), settings([4, 1], [0x99, 5]), frame(0xbe, 255, 7, '00ff')]),
  );
  expect(bytesOf(['HEADERS+OPEN+PADDED 1 02 82 0000', 'CONTINUATION 1', 'RST_STREAM R5 4:8'])).toEqual(
    Buffer.concat([frame('Headers', 8, 1, '02 82 0000'), frame('Continuation', 4, 1), frame('RstStream', 0, 2 ** 31 + 5, number(8))]),
  );
  expect(bytesOf(["DATA 1 'ab'*2 00*3"])).toEqual(data(1, 'abab\0\0\0'));
  expect(bytesOf(['2 * RST_STREAM # 4:#; PING 0'])).toEqual(bytesOf(['RST_STREAM 1 4:1', 'PING 0', 'RST_STREAM 3 4:3', 'PING 0']));
  for (const wrong of ['DATUM 1', 'DATA+LAST 1', 'DATA', 'DATA 1 hello', 'DATA 1 0']) expect(() => bytesOf([wrong])).toThrow('no frame');
});

test('a transcript tells of each stream once, and of what ends it', () => {
  const transcript = new Transcript(0, []);
  const field = (name: string, value: string): Buffer => Buffer.concat([Buffer.of(0, name.length), Buffer.from(name), Buffer.of(value.length), Buffer.from(value)]);
  transcript.push(Buffer.concat([settings(), headers(1, [':status: 100'], false), headers(1, [':status: 200', 'x: y'], false), data(1, 'he'), frame('RstStream', 0, 3, number(7)), data(1, 'llo')]));
  expect(transcript.lines).toEqual(['1: 100', "1: 200 {x: y} 'hello' …", 'RST_STREAM 3 REFUSED_STREAM']);
  transcript.forget();
  transcript.push(Buffer.concat([frame('Headers', 5, 1, field('sum', '1')), frame('Goaway', 0, 0, '00000001 0000000b')]));
  transcript.closed = true;
  expect(transcript.lines).toEqual(["1: 200 {x: y} 'hello' then {sum: 1}", 'GOAWAY 1 ENHANCE_YOUR_CALM', 'closed']);
});

test.each([
  [['a'], ['a'], true],
  [['a'], [], false],
  [[], ['a'], false],
  [['a', 'b'], ['…'], true],
  [['a', 'b', 'c'], ['a', '…', 'c'], true],
  [['a', 'b', 'd'], ['a', '…', 'c'], false],
  [['a'], ['a', '…', 'a'], false],
])('%p is %p: %p', (lines, expected, holds) => {
  expect(agrees(lines, expected)).toBe(holds);
});

test.each(['server', 'client', 'forward'])('each case says what comes, and is there once: %s', (folder) => {
  const cases = casesIn(folder);
  expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length);
  for (const [name, { talk, rfc, origin = [] }] of cases) {
    expect([name, stepsOf(talk).some(({ kind }) => kind === 'hear') || origin.length > 0 || talk.some((line) => line.startsWith('= '))]).toEqual([name, true]);
    expect(rfc).toMatch(/^\d{4} [\d.]+$/);
  }
});
