import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart } from '../events/event.js';
import { PlainHead } from '../testing/plain-head.js';
import { Pending } from '../runtime/callback.js';
import { Bench, call } from '../testing/harness.js';
import { pack } from './pack.js';
import { split } from './split.js';

describe('split', () => {
  const line = call((byte: number) => (byte === 10 ? [new MessageEnd(), new MessageStart(null)] : []));
  const bar = call((byte: number) => (byte === 59 ? [Data.of('+')] : []));

  test.each([
    [bar, 'a;bb;ccc.', 'a;|+|bb;|+|ccc.'],
    [bar, ';', ';|+'],
    [bar, 'a|b', 'a|b'],
    [bar, '~(a)', '~a'],
    [line, 'ab\ncd|x\nef\n', 'ab\n)(cd|x\n)(ef\n)('],
  ])('%#', (splitter, input, output) => {
    const bench = new Bench();
    expect(bench.run(input, bench.filter(split, { splitter }))).toBe(output);
  });

  test('bytes are numbers from 0 to 255', () => {
    const bench = new Bench();
    const seen: number[] = [];
    bench.run('\x00\x7f\x80\xff', bench.filter(split, { splitter: call((byte: number) => (seen.push(byte), [])) }));
    expect(seen).toEqual([0, 127, 128, 255]);
  });

  test('a Data that somebody keeps stays whole', () => {
    const bench = new Bench();
    const stream = bench.stream(bench.filter(split, { splitter: bar }));
    const data = Data.of('a;').push(Data.of('b;c'));
    bench.runtime.run(() => stream.pipeline.input(data));
    expect(stream.trace.take()).toBe('a;|+|b;|+|c');
    expect(data.toBuffer().toString()).toBe('a;b;c');
  });

  test('answers may come later', () => {
    const bench = new Bench();
    const answers: Pending<readonly Data[]>[] = [];
    const splitter = call(() => (answers.push(new Pending()), answers.at(-1) as never));
    const stream = bench.stream(bench.filter(split, { splitter }));
    stream.feed('ab.');
    answers[0].resolve([Data.of('1')]);
    answers[1].resolve([]);
    expect(stream.trace.take()).toBe('a|1|b.');
  });

  test('an error of the script ends the stream', () => {
    const bench = new Bench();
    const splitter = call((byte: number) => {
      if (byte === 98) throw new Error('b');
      return [];
    });
    expect(bench.run('abc.', bench.filter(split, { splitter }))).toBe('!RuntimeError');
  });
});

describe('pack', () => {
  test.each([
    [1, '(a)(b).', '(a)(b).'],
    [2, '(a|b)(c)(d)', '(abc)'],
    [2, '(a)(b)(c).', '(ab)(c).'],
    [2, '(a!ReadError', '(a)!ReadError'],
    [3, 'x(a)y()~()z', 'x|y~(a)z'],
    [2, '()()', '()'],
  ])('batches of %i: %s is %s', (batchSize, input, output) => {
    const bench = new Bench();
    expect(bench.run(input, bench.filter(pack, { batchSize }))).toBe(output);
  });

  test('the head of the first message stays', () => {
    const bench = new Bench();
    const stream = bench.stream(bench.filter(pack, { batchSize: 2 }));
    const head = new PlainHead();
    stream.feed('(a)', head);
    stream.feed('(b)', new PlainHead());
    expect((stream.trace.events[0] as MessageStart).head).toBe(head);
  });

  test('an unfinished batch goes out some time after its last message', () => {
    const bench = new Bench();
    const stream = bench.stream(bench.filter(pack, { batchSize: 100, options: { timeout: 0.5 } }));
    stream.feed('(a)');
    bench.clock.advance(400);
    stream.feed('(b)');
    bench.clock.advance(400);
    expect(stream.trace.take()).toBe('');
    bench.clock.advance(600);
    expect(stream.trace.take()).toBe('(ab)');
    expect(bench.clock.pending).toBe(0);
    stream.feed('(c)');
    stream.release();
    expect(bench.clock.pending).toBe(0);
  });

  test.each([
    [0.5, 4],
    [1, 4096],
  ])('with a vacancy of %d a small part of much memory takes %i bytes', (vacancy, held) => {
    const bench = new Bench();
    const stream = bench.stream(bench.filter(pack, { options: { vacancy } }));
    bench.runtime.run(() => {
      stream.pipeline.input(new MessageStart(null));
      stream.pipeline.input(new Data(Buffer.from(new ArrayBuffer(4096), 0, 4)));
      stream.pipeline.input(new MessageEnd());
    });
    (stream.trace.events[1] as Data).each(({ buffer }) => expect(buffer.byteLength).toBe(held));
    expect(() => bench.filter(pack, { options: { vacancy: 2 } })).toThrow('options.vacancy expects a number between 0 and 1');
  });
});
