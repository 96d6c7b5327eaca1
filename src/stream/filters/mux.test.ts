/** Streams of messages that share a sub-pipeline, and messages that get one each. */
import { StreamEnd } from '../events/event.js';
import { Bench, call, constant } from '../testing/harness.js';
import { demux } from './demux.js';
import { handleMessage } from './handle-message.js';
import { merge } from './merge.js';
import { mux } from './mux.js';
import { replaceMessage } from './replace-message.js';
import type { Message } from '../events/message.js';

describe('mux', () => {
  test('each message of each stream gets an answer, in order', () => {
    const bench = new Bench();
    const filter = bench.filter(mux, { target: bench.reference(), key: constant('shared') });
    const [one, two] = [bench.stream(filter), bench.stream(filter)];
    expect([one.feed('(a)(b)'), two.feed('(c)'), one.feed('(d|e)')]).toEqual(['(a)(b)', '(c)', '(de)']);
  });
});

describe('merge', () => {
  test('each message of each stream is sent, and the streams go on', () => {
    const bench = new Bench();
    const seen: string[] = [];
    const handler = call((message: Message) => void seen.push(message.body?.toBuffer().toString() ?? ''));
    const filter = bench.filter(merge, { target: bench.reference(bench.filter(handleMessage, { handler })), key: constant('shared') });
    const [one, two] = [bench.stream(filter), bench.stream(filter)];
    expect([one.feed('(a)(b)'), two.feed('(c)')]).toEqual(['(a)(b)', '(c)']);
    expect(seen).toEqual(['a', 'b', 'c']);
  });
});

describe('demux', () => {
  test('each message goes through a sub-pipeline of its own', () => {
    const bench = new Bench();
    expect(bench.run('(a)(b|c).', bench.filter(demux, { target: bench.reference() }))).toMatch(/^\(a\)\(b\|?c\)/);
  });

  test('a sub-pipeline that ends without a message gives an empty one, whichever it is', () => {
    const bench = new Bench();
    const ending = bench.reference(bench.filter(replaceMessage, { replacement: constant([new StreamEnd('')]) }));
    expect(bench.run('(a)(b)(c)', bench.filter(demux, { target: ending }))).toBe('()()()');
  });
});
