import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { Message } from '../events/message.js';
import { PlainHead } from '../testing/plain-head.js';
import type { FilterDefinition } from '../runtime/filter.js';
import { Bench, computed, constant } from '../testing/harness.js';
import { replaceData } from './replace-data.js';
import { replaceMessageBody } from './replace-message-body.js';
import { replaceMessageEnd } from './replace-message-end.js';
import { replaceMessageStart } from './replace-message-start.js';
import { replaceMessage } from './replace-message.js';
import { replaceStreamEnd } from './replace-stream-end.js';
import { replaceStreamStart } from './replace-stream-start.js';

type Items = readonly (Event | Message)[];

const x = [Data.of('X')];
const message = [new Message(null, Data.of('M'))];

test.each<[FilterDefinition, Items | undefined, string, string]>([
  [replaceStreamStart, x, 'a|b.', 'X|b.'],
  [replaceStreamStart, undefined, '(a)', 'a)'],
  [replaceStreamStart, x, '.', 'X'],
  [replaceData, x, '~a|b(c).', '~X|X(X).'],
  [replaceData, undefined, 'a~(b).', '~().'],
  [replaceData, [Data.of('<'), new MessageEnd(), Data.of('>')], 'a', '<)>'],
  [replaceMessageStart, [new MessageStart(null), Data.of('X')], '(a)', '(X|a)'],
  [replaceMessageEnd, [Data.of('!'), new MessageEnd()], '(a)b', '(a|!)b'],
  [replaceMessageEnd, undefined, '(a)', '(a'],
  [replaceStreamEnd, [new StreamEnd()], 'a!ReadError', 'a.'],
  [replaceStreamEnd, undefined, 'a.', 'a'],
  [replaceMessage, message, 'x(a|b)y(c)z.', 'x(M)y(M)z.'],
  [replaceMessage, message, '(a.', '(M).'],
  [replaceMessage, undefined, '(a)(b).', '.'],
  [replaceMessage, [...message, ...message], '(a)', '(M)(M)'],
  [replaceMessageBody, x, 'x(a|b)y()z.', 'x(X)y(X)z.'],
  [replaceMessageBody, x, '(a.', '(X.'],
  [replaceMessageBody, undefined, '(a)(b).', '()().'],
])('%j', (definition, items, input, output) => {
  const bench = new Bench();
  const replacement = items === undefined ? undefined : constant(items);
  expect(bench.run(input, bench.filter(definition, { replacement }))).toBe(output);
});

test('functions get what they replace', () => {
  const bench = new Bench();
  const brackets = computed((data: Data) => [Data.of(`[${data.toBuffer().toString()}]`)]);
  const whole = computed((original: Message) => [new Message(original.head, Data.of(`${original.body!.size}`))]);
  const again = computed((event: Event) => [event, event]);
  expect(bench.run('a(bc)d', bench.filter(replaceData, { replacement: brackets }))).toBe('[a]([bc])[d]');
  expect(bench.run('(abcdef)', bench.filter(replaceMessageBody, { replacement: brackets, sizeLimit: 4 }))).toBe('([abcd])');
  expect(bench.run('(abc)(d)', bench.filter(replaceMessage, { replacement: whole }))).toBe('(3)(1)');
  expect(bench.run('(a)', bench.filter(replaceMessageStart, { replacement: again }))).toBe('((a)');
  expect(bench.log).toEqual(['error: [replaceMessageBody] 2 bytes were discarded due to buffer size limit of 4']);
});

test('what is given once comes out anew each time, with the same head', () => {
  const bench = new Bench();
  const head = new PlainHead();
  const items = [new Message(head, Data.of('body')), Data.of('more')];
  const stream = bench.stream(bench.filter(replaceMessage, { replacement: constant(items) }));
  stream.feed('(a)');
  for (const event of stream.trace.events) if (event.kind === 'Data') event.clear();
  expect(stream.feed('(b)')).toBe('(body)more');
  const [first, , , , second] = stream.trace.events;
  expect([(first as MessageStart).head, (second as MessageStart).head]).toEqual([head, head]);
  expect(first).not.toBe(second);
});
