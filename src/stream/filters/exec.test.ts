import { Valve } from '../runtime/flow.js';
import { Bench, computed, constant, TestSocket } from '../testing/harness.js';
import { exec } from './exec.js';

function start(command: unknown = 'cat -n', input = 'a|b') {
  const bench = new Bench();
  const stream = bench.stream(bench.filter(exec, { command: constant(command) }));
  stream.feed(input);
  return { bench, stream, process: bench.processes[0] };
}

test.each([
  { command: 'cat  -n ', words: ['cat', '-n'] },
  { command: ['printf', '%s', 'a b', 7], words: ['printf', '%s', 'a b', '7'] },
])('$command starts $words', ({ command, words }) => {
  expect(start(command).process.command).toEqual(words);
});

test('bytes go in and come out, ends are ends', () => {
  const { stream, process, bench } = start();
  let activity = 0;
  stream.pipeline.context.group.onActivity(() => activity++);
  stream.feed('(c).');
  expect(process.taken).toBe('abc<end>');
  process.observer.onData(Buffer.from('out'));
  process.observer.onExit(0);
  process.observer.onData(Buffer.from('late'));
  process.observer.onEnd();
  expect(stream.trace.take()).toBe('out|late.');
  expect(activity).toBe(3);
  stream.release();
  expect(process.taken).toBe('abc<end>');
  expect(bench.clock.pending).toBe(0);
});

test('an output that nobody closes ends soon after the process', () => {
  const { stream, process, bench } = start();
  process.observer.onExit(1);
  bench.clock.advance(999);
  expect(stream.trace.take()).toBe('');
  bench.clock.advance(1);
  process.observer.onData(Buffer.from('of a process of its own'));
  expect(stream.trace.take()).toBe('.');
});

test('an output that the process itself closes ends the stream once', () => {
  const { stream, process, bench } = start();
  process.observer.onEnd();
  process.observer.onExit(0);
  bench.clock.advance(5000);
  expect(stream.trace.take()).toBe('.');
});

test('a slow process holds the source of its bytes', () => {
  const { bench, stream, process } = start();
  const socket = new TestSocket();
  process.unsent = 200_000;
  bench.runtime.flow.through(new Valve(socket), () => void stream.feed('c'));
  expect(socket.paused).toBe(true);
  process.observer.onDrain();
  expect(socket.paused).toBe(false);
});

test('the process is killed with its stream', () => {
  const { stream, process } = start();
  stream.release();
  expect(process.taken).toBe('ab<kill>');
});

test.each([
  [constant(''), 'command is empty'],
  [constant([]), 'command is empty'],
  [constant(null), 'command is empty'],
  [computed(() => 'missing'), 'cannot start missing'],
])('what cannot be started ends the stream: %#', (command, complaint) => {
  const bench = new Bench();
  expect(bench.run('a.', bench.filter(exec, { command }))).toBe('!RuntimeError');
  expect(bench.log).toEqual([`error: [exec] ${complaint}`]);
});
