import type { MessageStart } from '../events/event.js';
import { Data } from '../bytes/data.js';
import { Message } from '../events/message.js';
import { PlainHead } from '../testing/plain-head.js';
import { Valve } from '../runtime/flow.js';
import { Bench, call, computed, constant, TestSocket, type TestStream } from '../testing/harness.js';
import { acceptHTTPTunnel } from './accept-http-tunnel.js';
import { connectHTTPTunnel } from './connect-http-tunnel.js';
import { connect } from './connect.js';
import { handleMessageStart } from './handle-message-start.js';
import { replaceData } from './replace-data.js';
import { replaceMessage } from './replace-message.js';

const connectHead = new PlainHead({ method: 'CONNECT', path: 'far.test:80' });

describe('acceptHTTPTunnel', () => {
  function accepting(answer: Message | null): { bench: Bench; stream: TestStream } {
    const bench = new Bench();
    const mark = bench.filter(replaceData, { replacement: computed((data: Data) => [data.size > 0 ? Data.of(`>${data.toBuffer().toString()}`) : data]) });
    return { bench, stream: bench.stream(bench.filter(acceptHTTPTunnel, { target: bench.reference(mark), handler: call(() => answer) })) };
  }

  test('a CONNECT that is answered with 2xx opens a tunnel, through which everything goes that follows', () => {
    const { stream } = accepting(new Message(new PlainHead({ status: 200 }), null));
    expect(stream.feed('()', connectHead)).toBe('()~');
    expect(stream.feed('a|b')).toBe('>a|>b');
    expect(stream.feed('.')).toBe('.');
  });

  test.each([
    ['another method', new PlainHead({ method: 'GET' }), new PlainHead({ status: 200 })],
    ['another status', connectHead, new PlainHead({ status: 405 })],
    ['no status', connectHead, new PlainHead({})],
  ])('%s opens none: the next request is answered too', (_, request, answer) => {
    const { stream } = accepting(new Message(answer, Data.of('no')));
    expect([stream.feed('(a)', request), stream.feed('(b)', request), stream.feed('.')]).toEqual(['(no)', '(no)', '.']);
  });

  test('an answer that is no Message is said, and is a failure of the script', () => {
    const { bench, stream } = accepting(null);
    expect(stream.feed('()', connectHead)).toBe('!RuntimeError');
    expect(bench.log).toEqual(['error: [acceptHTTPTunnel] handler did not return a valid message']);
  });

  test('a request that is cut off is not answered', () => {
    expect(accepting(new Message(new PlainHead({ status: 200 }), null)).stream.feed('(a.', connectHead)).toBe('.');
  });
});

describe('connectHTTPTunnel', () => {
  /** A tunnel through a proxy that answers when the test says so. */
  function connecting(address = 'far.test:443') {
    const bench = new Bench();
    const asked: (PlainHead | null)[] = [];
    const look = bench.filter(handleMessageStart, { handler: call((start: MessageStart) => void asked.push(start.head as PlainHead)) });
    const swallow = bench.filter(replaceMessage, { replacement: constant([]) });
    const proxy = bench.reference(look, swallow);
    const stream = bench.stream(bench.filter(connectHTTPTunnel, { target: proxy, address: constant(address) }));
    return { bench, asked, stream };
  }

  /** A tunnel through a proxy that answers at once. */
  function through(status: number | undefined): TestStream & { readonly log: readonly string[] } {
    const bench = new Bench();
    const answer = new Message(status === undefined ? null : new PlainHead({ status }), null);
    const proxy = bench.reference(bench.filter(replaceMessage, { replacement: constant([answer]) }));
    return Object.assign(bench.stream(bench.filter(connectHTTPTunnel, { target: proxy, address: constant('far.test:443') })), { log: bench.log });
  }

  test('asks the proxy with the first event, and waits for its consent', () => {
    const { asked, stream } = connecting();
    expect(stream.feed('a|b')).toBe('');
    expect(asked.map((head) => [head!.get('method'), head!.get('path'), (head!.get('headers') as PlainHead).get('host')])).toEqual([
      ['CONNECT', 'far.test:443', 'far.test:443'],
    ]);
  });

  test('after its consent bytes go both ways', () => {
    expect(through(200).feed('a|b.')).toBe('a|b.');
  });

  test.each([
    [407, 'Unauthorized'],
    [403, 'Unauthorized'],
    [502, 'ConnectionRefused'],
    [504, 'ConnectionTimeout'],
    [101, 'ConnectionRefused'],
    [undefined, 'ConnectionRefused'],
  ])('the status %s is a refusal: %s', (status, error) => {
    const stream = through(status);
    expect(stream.feed('a|b')).toBe(`!${error}`);
    expect(stream.log).toEqual([`error: [connectHTTPTunnel] the proxy did not open a tunnel: status ${Number(status)}`]);
  });

  test('a proxy that cannot be reached ends the stream', () => {
    const bench = new Bench();
    const proxy = bench.reference(bench.filter(connect, { target: constant('proxy.test:1') }));
    const stream = bench.stream(bench.filter(connectHTTPTunnel, { target: proxy, address: constant('far.test:443') }));
    stream.feed('a');
    bench.dials[0].observer.onFail('CannotResolve', 'Host not found');
    expect(stream.trace.take()).toBe('!CannotResolve');
  });

  test('many bytes that wait for consent hold up those who send', () => {
    const { bench, stream } = connecting();
    stream.feed('a');
    const socket = new TestSocket();
    bench.runtime.flow.through(new Valve(socket), () => stream.pipeline.input(new Data(Buffer.alloc(1_000_000))));
    expect(socket.paused).toBe(true);
    stream.release();
    expect(socket.paused).toBe(false);
  });

  test('an address that is none is said, and ends the stream', () => {
    const { bench, stream } = connecting('far');
    expect(stream.feed('a')).toBe('!CannotResolve');
    expect(bench.log).toEqual(['error: [connectHTTPTunnel] invalid target: far']);
  });

  test('a stream that ends before anything came asks for nothing', () => {
    const { asked, stream } = connecting();
    expect([stream.feed('.'), asked]).toEqual(['.', []]);
  });
});
