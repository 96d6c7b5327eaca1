import type { Pipeline } from '../runtime/pipeline.js';
import { Bench, call, computed, constant, Trace, parseEvents } from '../testing/harness.js';
import type { CallbackArgument } from '../runtime/callback.js';
import { defineFilter, Filter, type FilterDefinition } from '../runtime/filter.js';
import type { Event } from '../events/event.js';
import { acceptSOCKS } from './accept-socks.js';
import { connectSOCKS } from './connect-socks.js';

const bytes = (hex: string): string => Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('latin1');

function accept(input: string, yes = true) {
  const bench = new Bench();
  const asked: CallbackArgument[][] = [];
  const handler = call((...args: CallbackArgument[]) => (asked.push(args), yes));
  const stream = bench.stream(bench.filter(acceptSOCKS, { target: bench.reference(), handler }));
  return { bench, output: stream.feed(input), asked, stream };
}

const hello5 = bytes('05 01 00');
const ask5 = bytes('05 01 00 03 04') + 'name' + bytes('00 50');

describe('acceptSOCKS', () => {
  test.each<[string, string, boolean, string, CallbackArgument[][]]>([
    ['5 by name', `${hello5}${ask5}`, true, `${bytes('05 00')}|${bytes('05 00 00 01 00 00 00 00 00 00')}~`, [['name', 80, undefined]]],
    ['5 by address', hello5 + bytes('05 01 00 01 7f 00 00 01 1f 90'), true, `${bytes('05 00')}|${bytes('05 00 00 01 00 00 00 00 00 00')}~`, [['127.0.0.1', 8080, undefined]]],
    ['5 refused', hello5 + ask5, false, `${bytes('05 00')}|${bytes('05 02 00 01 00 00 00 00 00 00')}.`, [['name', 80, undefined]]],
    ['5 with another command', hello5 + bytes('05 02 00 01 7f 00 00 01 00 50'), true, `${bytes('05 00')}|${bytes('05 01 00 01 00 00 00 00 00 00')}.`, []],
    ['5 with IPv6', hello5 + bytes('05 01 00 04') + 'x'.repeat(16) + bytes('00 50'), true, `${bytes('05 00')}|${bytes('05 08 00 01 00 00 00 00 00 00')}.`, []],
    ['5 that insists on authentication', bytes('05 01 02'), true, `${bytes('05 ff')}.`, []],
    ['4', bytes('04 01 00 50 0a 09 09 09') + 'bob\0', true, `${bytes('00 5a 00 00 00 00 00 00')}~`, [['10.9.9.9', 80, 'bob']]],
    ['4 refused', bytes('04 01 00 50 0a 09 09 09 00'), false, `${bytes('00 5b 00 00 00 00 00 00')}.`, [['10.9.9.9', 80, '']]],
    ['4a', bytes('04 01 00 50 00 00 00 01') + 'eve\0host\0', true, `${bytes('00 5a 00 00 00 00 00 00')}~`, [['host', 80, 'eve']]],
    ['4 with another command', bytes('04 02 00 50 0a 09 09 09 00'), true, `${bytes('00 5b 00 00 00 00 00 00')}.`, []],
    ['4 with a user that does not end', bytes('04 01 00 50 0a 09 09 09') + 'u'.repeat(300), true, `${bytes('00 5b 00 00 00 00 00 00')}.`, []],
    ['another protocol', 'GET / HTTP/1', true, '.', []],
    ['an end in between', `${hello5}.`, true, `${bytes('05 00')}.`, []],
  ])('%s', (_, input, yes, output, asked) => {
    const whole = accept(input, yes);
    expect({ output: whole.output, asked: whole.asked }).toEqual({ output, asked });
    const bytewise = accept('', yes);
    let pieces = '';
    for (const byte of input) pieces += bytewise.stream.feed(byte);
    expect({ output: pieces.replaceAll('|', ''), asked: bytewise.asked }).toEqual({ output: output.replaceAll('|', ''), asked });
  });

  test('what follows goes through the sub-pipeline, from the first byte on', () => {
    const { output, stream } = accept(`${hello5}${ask5}first`);
    expect(output.endsWith('|first')).toBe(true);
    expect(stream.feed('second.')).toBe('|second.');
  });

  test('a client that does not come to the point has ten seconds', () => {
    for (const said of ['', hello5, hello5 + ask5.slice(0, 4)]) {
      const { bench, stream } = accept(said);
      bench.clock.advance(10_000);
      expect([said, stream.trace.take()]).toEqual([said, '!ConnectionTimeout']);
    }
    const { bench, stream } = accept(hello5 + ask5);
    bench.clock.advance(100_000);
    expect([stream.trace.take(), bench.clock.pending]).toEqual(['', 0]);
  });
});

/** A sub-pipeline that the test plays: what goes in is kept, what comes out is said. */
function played(): { definition: FilterDefinition; sent: Trace; say: (text: string) => void } {
  const sent = new Trace();
  const made: Filter[] = [];
  class Played extends Filter {
    protected override process(event: Event): void {
      sent.input(event);
    }
  }
  const create = (pipeline: Pipeline): Filter => {
    made.push(new Played(pipeline));
    return made[0];
  };
  const say = (text: string): void => made[0].pipeline.runtime.run(() => parseEvents(text).forEach((event) => made[0].next.input(event)));
  return { definition: defineFilter({ name: 'played', since: 'pipyjs', doc: '', parameters: {}, plan: () => ({ create }) }), sent, say };
}

describe('connectSOCKS', () => {
  function start(address: string, input = 'a|b.') {
    const bench = new Bench();
    const server = played();
    const stream = bench.stream(bench.filter(connectSOCKS, { target: bench.reference(bench.filter(server.definition)), address: computed(() => address) }));
    return { bench, stream, server, output: stream.feed(input) };
  }

  test.each([
    ['name.test:80', bytes('05 01 00 03 09') + 'name.test' + bytes('00 50')],
    ['10.0.0.1:8080', bytes('05 01 00 01 0a 00 00 01 1f 90')],
    ['[::1]:80', bytes('05 01 00 04 00000000 00000000 00000000 00000001 00 50')],
  ])('asks for %s, then sends what waited', (address, request) => {
    const { stream, server } = start(address);
    expect(server.sent.take()).toBe(hello5);
    server.say(bytes('05'));
    server.say(bytes('00'));
    expect(server.sent.take()).toBe(`|${request}`);
    server.say(bytes('05 00 00 03 02 61 62 00') + bytes('50') + 'early');
    expect(server.sent.take()).toBe('|a|b.');
    server.say('late.');
    expect(stream.trace.take()).toBe('early|late.');
  });

  test.each([
    ['authentication is wanted', [bytes('05 02')], 'Unauthorized'],
    ['no method will do', [bytes('05 ff')], 'Unauthorized'],
    ['another protocol answers', ['HTTP/1'], 'Unauthorized'],
    ['the server refuses', [bytes('05 00'), bytes('05 05 00 01 00 00 00 00 00 00')], 'ConnectionRefused'],
    ['an unknown kind of address', [bytes('05 00'), bytes('05 00 00 02 00 00')], 'ReadError'],
    ['an end in between', [bytes('05 00'), '.'], 'ConnectionRefused'],
    ['the server cannot be reached', ['!ConnectionTimeout'], 'ConnectionTimeout'],
  ])('%s', (_, said, error) => {
    const { stream, server } = start('name:80');
    for (const text of said) server.say(text);
    expect(stream.trace.take()).toBe(`!${error}`);
  });

  test('a server that does not answer has a minute', () => {
    const { bench, stream, server } = start('name:80');
    server.say(bytes('05'));
    bench.clock.advance(60_000);
    expect([stream.trace.take(), server.sent.take(), bench.clock.pending]).toEqual(['!ConnectionTimeout', `${hello5}.`, 0]);
  });

  test.each(['nowhere', `${'x'.repeat(256)}:80`])('the address %s is none', (address) => {
    const { bench, output } = start(address);
    expect(output).toBe('!CannotResolve');
    expect(bench.log).toEqual([`error: [connectSOCKS] invalid target: ${address}`]);
  });

  test('a stream without events asks for nothing', () => {
    const bench = new Bench();
    expect(bench.run('.', bench.filter(connectSOCKS, { target: bench.reference(), address: constant('a:1') }))).toBe('.');
  });
});
