import { Data } from '../bytes/data.js';
import { Valve } from '../runtime/flow.js';
import { Bench, computed, constant, TestSocket } from '../testing/harness.js';
import { throttleDataRate } from './throttle-data-rate.js';
import { throttleMessageRate } from './throttle-message-rate.js';

test('so many bytes pass a second, and the end after them', () => {
  const bench = new Bench();
  const stream = bench.stream(bench.filter(throttleDataRate, { quota: constant(4) }));
  expect(stream.feed('(abcdef|ghi).')).toBe('(');
  const seconds = [1, 2, 3].map(() => (bench.clock.advance(1000), stream.trace.take()));
  expect(seconds).toEqual(['abcd', '|ef|gh', '|i).']);
});

test('a Data that somebody keeps stays whole while it passes in parts', () => {
  const bench = new Bench();
  const stream = bench.stream(bench.filter(throttleDataRate, { quota: constant(2) }));
  const data = Data.of('abcde');
  bench.runtime.run(() => stream.pipeline.input(data));
  bench.clock.advance(3000);
  expect(stream.trace.take()).toBe('ab|cd|e');
  expect(data.toBuffer().toString()).toBe('abcde');
});

test('so many messages begin a second', () => {
  const bench = new Bench();
  const stream = bench.stream(bench.filter(throttleMessageRate, { quota: constant(2) }));
  expect(stream.feed('x(a)(b)(c)(d)(e).')).toBe('x');
  const seconds = [1, 2, 3].map(() => (bench.clock.advance(1000), stream.trace.take()));
  expect(seconds).toEqual(['(a)(b)', '(c)(d)', '(e).']);
});

test('less than one a second is a rate too', () => {
  const bench = new Bench();
  const stream = bench.stream(bench.filter(throttleMessageRate, { quota: constant(0.5) }));
  stream.feed('()()');
  const seconds = [1, 2, 3, 4].map(() => (bench.clock.advance(1000), stream.trace.take()));
  expect(seconds).toEqual(['', '()', '', '()']);
});

test('streams share an account by its key', () => {
  const bench = new Bench();
  const keys = ['a', 'a', 'b'];
  const filter = bench.filter(throttleMessageRate, { quota: computed(() => 1), account: computed(() => keys.shift()!) });
  const streams = [1, 2, 3].map(() => bench.stream(filter));
  for (const stream of streams) stream.feed('()');
  const seconds = [1, 2].map(() => (bench.clock.advance(1000), streams.map((stream) => stream.trace.take())));
  expect(seconds).toEqual([
    ['()', '', '()'],
    ['', '()', ''],
  ]);
});

test('unused quota is kept, but for one second only', () => {
  const bench = new Bench();
  const stream = bench.stream(bench.filter(throttleDataRate, { quota: constant(2) }));
  stream.feed('a');
  bench.clock.advance(10_000);
  expect(stream.feed('bcdefg')).toBe('a|bcd');
});

test.each([0, -1, NaN])('a quota of %d ends the stream', (quota) => {
  const bench = new Bench();
  expect(bench.run('(a).', bench.filter(throttleMessageRate, { quota: constant(quota) }))).toBe('!RuntimeError');
  expect(bench.log).toEqual(['error: [throttle] invalid quota']);
});

test('what waits holds its source, and nothing stays behind', () => {
  const bench = new Bench();
  const socket = new TestSocket();
  const filter = bench.filter(throttleDataRate, { quota: constant(4) });
  const stream = bench.stream(filter);
  bench.runtime.flow.through(new Valve(socket), () => void stream.feed('abcdef'));
  expect(socket.paused).toBe(true);
  bench.clock.advance(2000);
  expect(socket.paused).toBe(false);
  expect(stream.trace.take()).toBe('abcd|ef');
  stream.release();
  bench.clock.advance(120_000);
  expect(bench.clock.pending).toBe(0);
});
