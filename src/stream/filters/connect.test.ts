import { Data } from '../bytes/data.js';
import { Flow, Valve } from '../runtime/flow.js';
import { Bench, computed, constant, type TestDial, type TestSocket, type TestStream } from '../testing/harness.js';
import { connect } from './connect.js';
import { handleData } from './handle-data.js';

function connecting(options: Record<string, unknown> = {}, target = constant('up.test:80')): { bench: Bench; stream: TestStream } {
  const bench = new Bench();
  return { bench, stream: bench.stream(bench.filter(connect, { target, options })) };
}

function connected(options: Record<string, unknown> = {}, input = 'a'): { bench: Bench; stream: TestStream; socket: TestSocket } {
  const { bench, stream } = connecting(options);
  stream.feed(input);
  return { bench, stream, socket: bench.dials[0].connect() };
}

/** Feeds bytes that come from a tap, and tells whether it is paused. */
function feedFrom(stream: TestStream, bytes: number): { paused: boolean } {
  const tap = { paused: false, pause: () => void (tap.paused = true), resume: () => void (tap.paused = false) };
  stream.pipeline.runtime.flow.through(new Valve(tap), () => stream.pipeline.input(new Data(Buffer.alloc(bytes))));
  return tap;
}

test('connects with the first event that is no end, and sends what came before it was connected', () => {
  const { bench, stream } = connecting({ connectTimeout: 3, readTimeout: 4, writeTimeout: 5, idleTimeout: 6 });
  expect(bench.dials).toHaveLength(0);
  stream.feed('~');
  stream.feed('ab|c');
  const [dial] = bench.dials;
  expect([dial.host, dial.port, dial.timeout]).toEqual(['up.test', 80, 3]);
  const socket = dial.connect();
  stream.feed('(d)');
  expect([socket.sent, socket.timeouts]).toEqual(['abcd', { read: 4, write: 5, idle: 6 }]);
});

test('a stream that ends before anything came connects nothing', () => {
  const { bench, stream } = connecting();
  expect(stream.feed('.')).toBe('.');
  expect(bench.dials).toHaveLength(0);
});

test('the target may be computed, once', () => {
  let asked = 0;
  const { bench, stream } = connecting({}, computed(() => `[::1]:${8000 + ++asked}`));
  stream.feed('a|b');
  expect(bench.dials.map(({ host, port }) => [host, port])).toEqual([['::1', 8001]]);
});

test('a target that is none is said, and ends the stream', () => {
  const { bench, stream } = connecting({}, constant('nowhere'));
  expect(stream.feed('a')).toBe('!CannotResolve');
  expect(bench.log).toEqual(['error: [connect] invalid target: nowhere']);
});

test('our end is sent after our bytes, and the answer is still read', () => {
  const { stream, socket } = connected({}, 'ask.');
  expect(socket.sent).toBe('ask<end>');
  socket.receive('answer');
  socket.observer.onEnd();
  socket.observer.onClose();
  expect(stream.feed('')).toBe('answer.');
});

test('after the end of the peer it still gets what we send', () => {
  const { stream, socket } = connected();
  socket.observer.onEnd();
  expect(stream.feed('b.')).toBe('.');
  expect(socket.sent).toBe('ab<close>');
});

test.each([
  ['CannotResolve', 'Host not found', undefined, '[]:0 -> []:80 (up.test) cannot resolve hostname: Host not found'],
  ['ConnectionRefused', 'Connection refused', '10.0.0.9', '[]:0 -> [10.0.0.9]:80 (up.test) cannot connect: Connection refused'],
] as const)('%s is said and ends the stream', (error, detail, address, text) => {
  const { bench, stream } = connecting();
  stream.feed('a');
  bench.dials[0].observer.onFail(error, detail, address);
  expect(stream.feed('')).toBe(`!${error}`);
  expect(bench.log).toEqual([`error: [outbound #1] ${text}`]);
});

test('a stream that is cut short resets the connection, after what was sent', () => {
  const { stream, socket } = connected();
  expect(stream.feed('b!ConnectionReset')).toBe('');
  stream.release();
  expect(socket.sent).toBe('ab<reset><reset>');
  const waiting = connecting();
  waiting.stream.feed('a');
  expect(waiting.stream.feed('!ReadError')).toBe('!ReadError');
  expect(waiting.bench.dials[0].canceled).toBe(true);
});

test('an error of the connection ends the stream once', () => {
  const { stream, socket } = connected();
  socket.observer.onError('ReadTimeout', 'Nothing was received in time');
  socket.observer.onClose();
  expect(stream.feed('b')).toBe('!ReadTimeout');
});

test('tries again as often as is asked for, with time between', () => {
  const { bench, stream } = connecting({ retryCount: 2, retryDelay: 1 });
  stream.feed('a');
  const fail = (dial: TestDial): void => dial.observer.onFail('ConnectionRefused', 'Connection refused');
  fail(bench.dials[0]);
  bench.clock.advance(999);
  expect(bench.dials).toHaveLength(1);
  bench.clock.advance(1);
  fail(bench.dials[1]);
  bench.clock.advance(1000);
  expect(stream.feed('b')).toBe('');
  fail(bench.dials[2]);
  expect([stream.feed(''), bench.clock.pending, bench.dials.length]).toEqual(['!ConnectionRefused', 0, 3]);
});

test('trying for ever without a delay lets time pass', () => {
  const { bench, stream } = connecting({ retryCount: -1 });
  stream.feed('a');
  bench.dials[0].observer.onFail('ConnectionRefused', 'Connection refused');
  bench.clock.advance(1);
  expect(bench.dials).toHaveLength(1);
  bench.clock.advance(100);
  bench.dials[1].connect().receive('late');
  expect(stream.feed('')).toBe('late');
});

test('more than may wait is not sent: the connection closes after what could wait', () => {
  const { bench, stream } = connecting({ bufferLimit: 2 });
  stream.feed('abc|d');
  const socket = bench.dials[0].connect();
  expect(socket.sent).toBe('abc<close>');
  socket.observer.onClose();
  expect(stream.feed('')).toBe('!BufferOverflow');
});

test.each(['waits for the connection', 'does not read'])('a server that %s holds up those who send', (how) => {
  const { bench, stream } = connecting();
  stream.feed('a');
  const connectNow = (): TestSocket => Object.assign(bench.dials[0].connect(), { stuck: true });
  const socket = how === 'does not read' ? connectNow() : null;
  const tap = feedFrom(stream, 1_000_000);
  expect(tap.paused).toBe(true);
  (socket ?? connectNow()).drain();
  expect(tap.paused).toBe(false);
});

test('what is received flows from the connection, so that slow readers hold it up', () => {
  const bench = new Bench();
  let current: Flow['current'] = null;
  const look = bench.filter(handleData, { handler: () => void (current = bench.runtime.flow.current) });
  const stream = bench.stream(bench.filter(connect, { target: constant('up.test:80') }), look);
  stream.feed('a');
  const socket = bench.dials[0].connect();
  socket.receive('b');
  current!.hold();
  expect(socket.paused).toBe(true);
});

test('everything received wakes those who wait', () => {
  const { stream, socket } = connected();
  let woken = 0;
  stream.pipeline.context.group.onActivity(() => woken++);
  socket.receive('x');
  socket.observer.onEnd();
  expect(woken).toBe(2);
});

describe('letting go of the stream', () => {
  test('calls off an attempt, or the wait for the next', () => {
    const { bench, stream } = connecting({ retryCount: -1, retryDelay: 9 });
    stream.feed('a');
    stream.release();
    expect(bench.dials[0].canceled).toBe(true);
    const again = connecting({ retryCount: -1, retryDelay: 9 });
    again.stream.feed('a');
    again.bench.dials[0].observer.onFail('ConnectionRefused', 'Connection refused');
    again.stream.release();
    expect(again.bench.clock.pending).toBe(0);
  });

  test('closes the connection at once', () => {
    const { stream, socket } = connected();
    stream.release();
    expect(socket.sent).toBe('a<destroy>');
  });

  test('lets the last bytes of an ended stream out, within a time limit', () => {
    const { stream, socket } = connected();
    socket.stuck = true;
    stream.feed('bye.');
    stream.release();
    expect([socket.sent, socket.timeouts.write]).toEqual(['abye<end><close>', 10]);
  });
});
