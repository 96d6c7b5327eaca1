/** Filters are given events in any order: they may drop them or end the stream, but nothing of the host's is thrown. */
import type { ParameterType } from '../../definition/parameters.js';
import { Data } from '../../stream/bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd } from '../../stream/events/event.js';
import { Message } from '../../stream/events/message.js';
import { filters } from '../../stream/filters/index.js';
import { Bench, call, computed } from '../../stream/testing/harness.js';
import { PlainHead } from '../../stream/testing/plain-head.js';
import { dummy } from '../../stream/filters/dummy.js';
import { Random } from '../differential/random.js';

const tokens = ['(', ')', '~', '.', '!Timeout', 'a', 'GET / HTTP/1.1\r\nhost: a\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', '\0\0\0\x05hello', '|'];

/** Something of every kind that a filter may be given. */
function argumentFor(type: ParameterType, bench: Bench, random: Random): unknown {
  const plain = (): unknown => random.pick<unknown>([null, undefined, '', 'text', 0, 1, -1, 5, true, [], [new Message(null, Data.of('x'))], [new MessageStart(null)], [new StreamEnd()], [new MessageEnd(), new MessageEnd()]]);
  switch (type.kind) {
    case 'pipeline':
      return bench.reference(bench.filter(dummy));
    case 'callback':
      return call(() => ofShape(type.returns, plain));
    case 'dynamic':
      return computed(() => ofShape(type.of, plain));
    case 'choice':
      return random.pick(type.of);
    case 'routes':
      return [{ pipeline: bench.reference(bench.filter(dummy)), condition: null }];
    case 'options':
      return undefined;
    case 'number':
    case 'size':
    case 'seconds':
      return random.pick([0, 1, 5]);
    default:
      return 'a';
  }
}

function ofShape(shape: string, plain: () => unknown): unknown {
  switch (shape) {
    case 'events':
      return [plain()].filter((value) => Array.isArray(value)).flat();
    case 'number':
    case 'size':
    case 'seconds':
      return 1;
    case 'boolean':
      return true;
    case 'message':
      return new Message(null, Data.of('x'));
    case 'data':
      return Data.of('x');
    case 'text':
      return '127.0.0.1:80';
    case 'list':
      return ['missing'];
    default:
      return plain();
  }
}

test('events in any order do not break a filter', () => {
  const random = new Random(Number(process.env['SEED'] ?? 3));
  const ran = new Set<string>();
  const wrong: string[] = [];
  for (const definition of filters) {
    for (let round = 0; round < 40; round++) {
      const bench = new Bench();
      let stream;
      try {
        const args = Object.fromEntries(Object.entries(definition.parameters).map(([name, { type }]) => [name, argumentFor(type, bench, random)]));
        stream = bench.stream(bench.filter(definition, args));
      } catch {
        continue;
      }
      ran.add(definition.name);
      const text = Array.from({ length: 1 + random.below(12) }, () => random.pick(tokens)).join('|');
      try {
        stream.feed(text, random.chance(0.5) ? new PlainHead({ method: 'GET', path: '/', headers: new PlainHead({ host: 'a' }) }) : null);
        bench.clock.advance(100_000);
        stream.feed('(a).');
        stream.release();
      } catch (error) {
        wrong.push(`${definition.name} given ${JSON.stringify(text)}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  }
  process.stderr.write(`events in any order: ${ran.size} of ${filters.length} filters\n`);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(ran.size).toBeGreaterThan(35);
});
