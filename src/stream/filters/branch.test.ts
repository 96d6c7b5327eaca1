import { Data } from '../bytes/data.js';
import { PlainHead } from '../testing/plain-head.js';
import { Pending, type Callback } from '../runtime/callback.js';
import { Valve } from '../runtime/flow.js';
import { Bench, call, callWith, computed, constant, TestSocket } from '../testing/harness.js';
import { branch } from './branch.js';
import { dump } from './dump.js';
import { fork } from './fork.js';
import { handleData } from './handle-data.js';
import { link } from './link.js';
import { replaceData } from './replace-data.js';
import { replaceStreamEnd } from './replace-stream-end.js';
import { use } from './use.js';
import { wait } from './wait.js';

/** A filter that marks every Data that passes. */
const mark = (bench: Bench, name: string) =>
  bench.filter(replaceData, { replacement: computed((data: Data) => [Data.of(`${name}${data.toBuffer().toString('latin1')}`, 'latin1')]) });

const answers = (...list: boolean[]): Callback<boolean> => call(() => list.shift()!);

describe('wait', () => {
  test('keeps everything until the condition is true, asked with every event', () => {
    const bench = new Bench();
    const stream = bench.stream(bench.filter(wait, { condition: answers(false, false, true) }));
    expect([stream.feed('(a'), stream.feed('b'), stream.feed('c).')]).toEqual(['', '(a|b', '|c).']);
  });

  test('activity of the same stream lets it look again', () => {
    const bench = new Bench();
    let ready = false;
    let asked = 0;
    const stream = bench.stream(bench.filter(wait, { condition: call(() => (asked++, ready)) }));
    const { group } = stream.pipeline.context;
    group.activity();
    expect(asked).toBe(0);
    stream.feed('a');
    ready = true;
    group.activity();
    expect(stream.feed('b')).toBe('a|b');
    group.activity();
    expect(asked).toBe(2);
  });

  test('an error of the script ends the stream', () => {
    const bench = new Bench();
    const condition = call((): boolean => {
      throw new Error('of the script');
    });
    const stream = bench.stream(bench.filter(wait, { condition }));
    expect(stream.feed('ab.')).toBe('!RuntimeError');
  });

  test('much that waits holds its source until it goes on', () => {
    const bench = new Bench();
    const socket = new TestSocket();
    const valve = new Valve(socket);
    const stream = bench.stream(bench.filter(wait, { condition: answers(false, false, true) }));
    const feed = (count: number): void => bench.runtime.flow.through(valve, () => void stream.feed('x'.repeat(count)));
    feed(1000);
    expect(socket.paused).toBe(false);
    feed(200_000);
    expect(socket.paused).toBe(true);
    feed(1);
    expect(socket.paused).toBe(false);
  });
});

describe('link', () => {
  test.each<[string, (boolean | null)[], string, string]>([
    ['the first whose condition is true', [false, true, true], 'a.', '2a.'],
    ['one without a condition', [false, null], 'a|b', '2a|2b'],
    ['none: everything waits', [false, false], 'a|b', ''],
    ['none at the end: the stream ends', [false], 'a.', '.'],
    ['an empty Data decides nothing', [true], '~', ''],
  ])('%s', (_, conditions, input, output) => {
    const bench = new Bench();
    const routes = conditions.map((holds, i) => ({
      pipeline: bench.reference(mark(bench, `${i + 1}`)),
      condition: holds === null ? null : call(() => holds),
    }));
    expect(bench.run(input, bench.filter(link, { routes }))).toBe(output);
  });

  test('is asked again with every event until something is true, and then no more', () => {
    const bench = new Bench();
    const pipeline = bench.reference(mark(bench, '>'));
    const stream = bench.stream(bench.filter(link, { routes: [{ pipeline, condition: answers(false, false, true) }] }));
    expect([stream.feed('(a'), stream.feed('b)c')]).toEqual(['', '(>a|>b)>c']);
  });

  test("'' leads past all pipelines, the context is shared", () => {
    const bench = new Bench();
    const past = bench.reference();
    past.layout = null;
    expect(bench.run('a.', bench.filter(link, { routes: [{ pipeline: past, condition: null }] }))).toBe('a.');
    const route = { pipeline: bench.reference(bench.filter(dump)), condition: null };
    bench.run('.', bench.filter(dump), bench.filter(link, { routes: [route] }));
    expect(bench.log).toEqual(['info: [dump] [context=2] StreamEnd', 'info: [dump] [context=2] StreamEnd']);
  });
});

describe('branch', () => {
  test.each<[string, (boolean | null)[], string, string]>([
    ['the first whose condition is true', [false, true, true], 'a.', '2a.'],
    ['the last by itself', [false, null], 'a|b', '2a|2b'],
    ['an empty Data decides as well', [true], '~', '~'],
  ])('%s', (_, conditions, input, output) => {
    const bench = new Bench();
    const routes = conditions.map((holds, i) => ({ pipeline: bench.reference(mark(bench, `${i + 1}`)), condition: holds === null ? null : call(() => holds) }));
    expect(bench.run(input, bench.filter(branch, { routes }))).toBe(output);
  });
});

describe('fork', () => {
  /** Runs a fork whose branches log the variable of their context, and themselves set it to 9. */
  function run(initializers: unknown, input: string): { output: string; seen: string[]; log: string[]; after: unknown } {
    const bench = new Bench();
    const seen: string[] = [];
    const handler = callWith((context, data) => {
      seen.push(`${String(context.slots[0][0])}:${(data as Data).shift(9).toBuffer().toString()}`);
      context.slots[0][0] = 9;
      return undefined;
    });
    const target = bench.reference(bench.filter(handleData, { handler }));
    const stream = bench.stream(bench.filter(fork, { target, initializers }));
    return { output: stream.feed(input), seen, log: bench.log, after: stream.pipeline.context.slots[0][0] };
  }
  const n = (value: number) => new PlainHead({ n: value });

  test.each([
    ['none: the same context', undefined, ['0:a', '9:b'], 9],
    ['an object: a clone', constant(n(5)), ['5:a', '9:b'], 0],
    ['an array: a clone each', constant([n(1), n(2), 'other']), ['1:a', '2:a', '0:a', '9:b', '9:b', '9:b'], 0],
    ['a function', computed(() => [n(1)]), ['1:a', '9:b'], 0],
    ['an empty array', computed(() => []), [], 0],
  ])('%s', (_, initializers, seen, after) => {
    expect(run(initializers, 'a|b.')).toEqual({ output: 'a|b.', seen, log: [], after });
  });

  test.each([
    ['a function that gives no array', computed(() => n(5))],
    ['a number', constant(3)],
  ])('%s ends the stream', (_, initializers) => {
    expect(run(initializers, 'a|b.')).toEqual({ output: '!RuntimeError', seen: [], log: ['error: [fork] invalid initializer list'], after: 0 });
  });

  test('what branches give is thrown away, and their errors end nothing else', () => {
    const bench = new Bench();
    const replacement = computed((): never => {
      throw new Error('of the script');
    });
    const target = bench.reference(bench.filter(replaceStreamEnd, { replacement }));
    expect(bench.run('(a).', bench.filter(fork, { target }))).toBe('(a).');
  });
});

describe('use', () => {
  /** Modules whose request pipelines mark with `1>` and whose response pipelines mark with `<1`. */
  function build(modules: readonly { request?: boolean; response?: boolean }[]): Bench {
    const bench = new Bench();
    modules.forEach(({ request = true, response = true }, i) => {
      const pipelines = new Map();
      if (request) pipelines.set('req', bench.layout(mark(bench, `${i + 1}>`)));
      if (response) pipelines.set('res', bench.layout(mark(bench, `<${i + 1}`)));
      bench.modules.set(`/${i + 1}.js`, pipelines);
    });
    return bench;
  }
  const paths = (bench: Bench): string[] => [...bench.modules.keys()];

  test.each<[string, { request?: boolean; response?: boolean }[], boolean[] | null, string]>([
    ['all requests, then all responses back', [{}, {}, {}], [false, false, false], '<1<2<33>2>1>x.'],
    ['without a function nothing is turned down', [{}, {}], null, '<1<22>1>x.'],
    ['turned down at the third: the second answers', [{}, {}, {}], [false, false, true], '<1<22>1>x.'],
    ['turned down at the second', [{}, {}, {}], [false, true], '<11>x.'],
    ['turned down at the first', [{}, {}, {}], [true], 'x.'],
    ['no request pipeline', [{}, { request: false }, {}], [false, false, false], '<1<2<33>1>x.'],
    ['no response pipeline', [{}, { response: false }], [false, false], '<12>1>x.'],
    ['neither: passed over, and not asked about', [{}, { request: false, response: false }, {}], [false, false], '<1<33>1>x.'],
    ['no module with such pipelines', [{ request: false, response: false }], [], 'x.'],
    ['no modules', [], [], 'x.'],
  ])('%s', (_, modules, turnDown, output) => {
    const bench = build(modules);
    const filter = bench.filter(use, {
      modules: paths(bench),
      pipeline: 'req',
      responsePipeline: 'res',
      turnDown: turnDown === null ? undefined : answers(...turnDown),
    });
    expect(bench.run('x.', filter)).toBe(output);
  });

  test('each stage is asked with its first event only', () => {
    const bench = build([{}, {}]);
    const filter = bench.filter(use, { modules: paths(bench), pipeline: 'req', turnDown: answers(false, true) });
    const stream = bench.stream(filter);
    expect([stream.feed('(a'), stream.feed('b).')]).toEqual(['(1>a', '|1>b).']);
  });

  test('while an answer is pending events wait, in every stage', () => {
    const bench = build([{}, {}]);
    const pending = [new Pending<boolean>(), new Pending<boolean>()];
    let asked = 0;
    const filter = bench.filter(use, { modules: paths(bench), pipeline: 'req', turnDown: call(() => pending[asked++] as never) });
    const stream = bench.stream(filter);
    stream.feed('a|b.');
    pending[0].resolve(false);
    expect(stream.trace.take()).toBe('');
    pending[1].resolve(false);
    expect(stream.trace.take()).toBe('2>1>a|2>1>b.');
  });

  test('one module must have the pipeline', () => {
    const bench = build([{}]);
    expect(bench.run('x.', bench.filter(use, { modules: '/1.js', pipeline: 'req' }))).toBe('1>x.');
    expect(() => bench.filter(use, { modules: '/1.js', pipeline: 'other' })).toThrow('pipeline not found in module /1.js: other');
  });

  test.each([
    ['/1.js', 'use /1.js [req]'],
    [['/1.js'], 'use /1.js [req]'],
    [['/1.js', '/2.js', '/3.js'], 'use /1.js (plus 2 more) [req]'],
  ])('%j is shown as %s', (modules, label) => {
    expect(build([{}, {}, {}]).filter(use, { modules, pipeline: 'req' }).plan.label).toBe(label);
  });
});
