import type { MessageStart } from '../events/event.js';
import { PlainHead } from '../testing/plain-head.js';
import { Bench, call, computed, constant } from '../testing/harness.js';
import { decompressHTTP } from './decompress-http.js';
import { decompressMessage } from './decompress-message.js';

const encoded = (encoding: string): PlainHead => new PlainHead({ headers: new PlainHead({ 'content-encoding': encoding }) });

test.each<[string, PlainHead | null, Record<string, unknown>, string]>([
  ['gzip', encoded('gzip'), {}, '(A|B)'],
  ['another encoding', encoded('br'), {}, '(a|b)'],
  ['no headers', new PlainHead({}), {}, '(a|b)'],
  ['no head', null, {}, '(a|b)'],
  ['gzip that is not wanted', encoded('gzip'), { enable: call(() => false) }, '(a|b)'],
  ['another encoding that is wanted', encoded('br'), { enable: call(() => true) }, '(a|b)'],
])('decompressHTTP of %s', (_, head, args, out) => {
  const bench = new Bench();
  expect(bench.stream(bench.filter(decompressHTTP, args)).feed('(a|b)', head)).toBe(out);
});

test('decompressMessage by a constant, in every message', () => {
  const bench = new Bench();
  expect(bench.run('x(a|b)y(c).', bench.filter(decompressMessage, { algorithm: constant('inflate') }))).toBe('(A|B)(C).');
});

test('decompressMessage by a function of the message', () => {
  const bench = new Bench();
  const algorithm = computed((start: MessageStart) => String(start.head?.get('zip') ?? ''));
  const stream = bench.stream(bench.filter(decompressMessage, { algorithm }));
  expect(stream.feed('(a)', new PlainHead({ zip: 'inflate' })) + stream.feed('(b)', new PlainHead({}))).toBe('(A)(b)');
  expect(stream.feed('(c)', new PlainHead({ zip: 'rar' }))).toBe('(c)');
  expect(bench.log).toEqual(['error: [decompress] unknown compression algorithm: rar']);
});

test('a body that cannot be inflated is said, and ends the stream', () => {
  const bench = new Bench();
  expect(bench.run('(a|1|b)(c)', bench.filter(decompressMessage, { algorithm: constant('inflate') }))).toBe('(A!ReadError');
  expect(bench.log).toEqual(['error: [decompress] decompression error']);
});
