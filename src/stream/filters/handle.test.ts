import type { Data } from '../bytes/data.js';
import type { MessageStart, StreamEnd } from '../events/event.js';
import type { Message } from '../events/message.js';
import { PlainHead } from '../testing/plain-head.js';
import { Pending } from '../runtime/callback.js';
import { Bench, call, Trace } from '../testing/harness.js';
import { handleData } from './handle-data.js';
import { handleMessageBody } from './handle-message-body.js';
import { handleMessageEnd } from './handle-message-end.js';
import { handleMessageStart } from './handle-message-start.js';
import { handleMessage } from './handle-message.js';
import { handleStreamEnd } from './handle-stream-end.js';
import { handleStreamStart } from './handle-stream-start.js';

const text = (data: Data | null): string => data!.toBuffer().toString();

test.each([
  [handleStreamStart, '~(a)!ReadError', '~'],
  [handleStreamStart, '.', '.'],
  [handleData, '~a|b(c)d.', 'a,b,c,d'],
  [handleMessageStart, '(a)b(c.', '(,('],
  [handleMessageEnd, '(a)b(c.', ')'],
  [handleStreamEnd, 'a(b)!ReadError', '!ReadError'],
])('%j sees its events of %s, and all pass', (definition, input, seen) => {
  const bench = new Bench();
  const calls: string[] = [];
  const handler = call((event: Data | MessageStart | StreamEnd) => {
    const trace = new Trace();
    trace.input(event);
    calls.push(trace.take());
    return undefined;
  });
  expect(bench.run(input, bench.filter(definition, { handler }))).toBe(input);
  expect(calls.join()).toBe(seen);
});

test.each([
  ['(ab|c)(d)', -1, 'abc,d', []],
  ['x(ab)y.', -1, 'ab', []],
  ['(ab.', -1, 'ab', []],
  ['()', -1, '', []],
  ['(abc|def)(gh)', 4, 'abcd,gh', ['2 bytes were discarded due to buffer size limit of 4']],
  ['(abc)', 0, '', ['3 bytes were discarded due to buffer size limit of 0']],
])('whole messages of %s with limit %i are seen as %j', (input, sizeLimit, seen, complaints) => {
  for (const [definition, body] of [
    [handleMessage, (message: Message) => text(message.body)],
    [handleMessageBody, text],
  ] as const) {
    const bench = new Bench();
    const calls: string[] = [];
    const handler = call((value: never) => void calls.push(body(value)));
    expect(bench.run(input, bench.filter(definition, { sizeLimit, handler }))).toBe(input);
    expect(calls.join()).toBe(seen);
    expect(bench.log).toEqual(complaints.map((complaint) => `error: [${definition.name}] ${complaint}`));
  }
});

test('a message has the head it began with', () => {
  const bench = new Bench();
  const head = new PlainHead({ path: '/x' });
  let seen: unknown;
  bench.stream(bench.filter(handleMessage, { handler: call((message: Message) => void (seen = message.head)) })).feed('(a)', head);
  expect(seen).toBe(head);
});

test('an error of the script ends the stream', () => {
  const bench = new Bench();
  const handler = call(() => {
    throw new Error('of the script');
  });
  expect(bench.run('~a|b.', bench.filter(handleData, { handler }))).toBe('~!RuntimeError');
});

test('while an answer is pending the stream waits, in order', () => {
  const bench = new Bench();
  const answers: Pending<undefined>[] = [];
  const handler = call(() => {
    const answer = new Pending<undefined>();
    answers.push(answer);
    return answer as never;
  });
  const stream = bench.stream(bench.filter(handleData, { handler }));
  expect(stream.feed('a|b.')).toBe('');
  answers[0].resolve(undefined);
  expect(stream.trace.take()).toBe('a');
  answers[1].resolve(undefined);
  expect(stream.trace.take()).toBe('|b.');
});
