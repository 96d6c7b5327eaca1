/** Streams in the conformance suite: what our testee answers to nonsense and to too much, and that no filter is forgotten. */
import { join } from 'node:path';
import { readSuite } from '../../conformance/runner/suite.js';
import { filterNames } from '../host/filter-reference.js';
import { root } from './pages.js';
import { answerLine } from './testee.js';

const ask = (filters: string, input: unknown, more: object = {}): Record<string, unknown> =>
  answerLine(JSON.stringify({ id: 1, op: 'stream', dialect: 'classic', source: `pipy().listen(8080)${filters}`, in: input, ...more }), '1.2.3');

const text = (value: string): object => ({ t: 'data', v: Buffer.from(value).toString('hex') });

test('events go in, and events come out', () => {
  const head = { t: 'object', c: 'Object', v: [['a', { t: 'number', v: '1' }]] };
  expect(ask('.handleMessage(m => console.log(m.head.a, m.body.size))', [{ t: 'start', head }, text('hi'), { t: 'end' }, { t: 'close', v: '' }])).toEqual({
    id: 1,
    status: 'events',
    out: [{ t: 'start', head }, text('hi'), { t: 'end' }, { t: 'close', v: '' }],
    printed: ['1 2'],
    fuel: expect.any(Number),
  });
});

test.each<[string, string, unknown, object]>([
  ['no list', '.dummy()', 'x', { status: 'unsupported', message: "'in' is not a list of events" }],
  ['no event', '.dummy()', [7], { status: 'unsupported', message: 'not an event' }],
  ['an event that there is not', '.dummy()', [{ t: 'joy' }], { status: 'unsupported', message: "no event 'joy'" }],
  ['an error that there is not', '.dummy()', [{ t: 'close', v: 'Joy' }], { status: 'unsupported' }],
  ['a head that is none', '.dummy()', [{ t: 'start', head: 7 }], { status: 'unsupported' }],
  ['a head that is too deep', '.dummy()', [{ t: 'start', head: JSON.parse(`${'{"t":"array","v":['.repeat(40)}${']}'.repeat(40)}`) as object }], { status: 'unsupported' }],
  ['a time that does not end', '.dummy()', [{ t: 'wait', v: '1e12' }], { status: 'unsupported' }],
  ['a code base that does not load', '.noSuchFilter()', [], { status: 'error', phase: 'evaluate' }],
  ['much output', ".replaceData(d => [0, 1, 2, 3, 4, 5, 6, 7].map(() => new Data('x'.repeat(200000))))", [text('x')], { status: 'limit', code: 'IO_BYTES' }],
  ['much that is printed', '.dump()', [text('x'.repeat(400_000))], { status: 'limit', code: 'LOG' }],
  ['a timer that comes again and again', '.throttleDataRate(1)', [text('x'), { t: 'wait', v: '3600000' }], { status: 'events' }],
])('%s', (_, filters, input, answer) => expect(ask(filters, input)).toMatchObject(answer));

test('nothing outside is reached', () => {
  const refused = { out: [{ t: 'close', v: 'ConnectionRefused' }] };
  expect(ask(".connect('127.0.0.1:80')", [text('x')])).toMatchObject(refused);
  expect(ask(".connectTLS('x').pipeline('x').dummy()", [text('x')])).toMatchObject(refused);
  expect(ask(".exec('ls')", [text('x')])).toMatchObject({ status: 'events', logged: [expect.stringContaining('Permission denied')] });
});

/** What these do is of the world outside, which a case has not. */
const outside = ['acceptTLS', 'connect', 'connectTLS', 'exec'];

test('there is a case for every filter', () => {
  const sources = readSuite(join(root, 'conformance')).flatMap(({ file, request }) => (file.startsWith('streams/') ? [request.source!] : []));
  const used = (name: string): boolean => sources.some((source) => source.includes(`.${name}(`));
  expect(filterNames().filter((name) => !used(name))).toEqual(outside);
});
