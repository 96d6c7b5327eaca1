/** Ten thousand streams in one connection, which end in all the ways that there are, and what is left of them: nothing. */
import { connect } from 'node:net';
import { engine } from '../../net/engine.js';
import { StreamTable } from '../../stream/protocols/http2/stream-table.js';
import type { Http2Stream } from '../../stream/protocols/http2/stream.js';
import { Context } from '../../stream/runtime/context.js';
import { bytesOf } from './notation.js';
import { Proxy } from './proxy.js';
import { Wire } from './wire.js';

const echo = `pipy()
  .listen(1).serveHTTP(({ head, body }) => head.path === '/reset' ? null : new Message({ headers: { 'x-path': head.path } }, body))`;

/** Forwards in HTTP/2 to what echoes, in HTTP/1 to the same, answers, or never does. */
const gateway = (port: number): string => `pipy({ _path: '' })
  .listen(1)
    .demuxHTTP('request')
  .pipeline('request')
    .handleMessageStart(({ head }) => _path = head.path)
    .link('two', () => _path === '/two', 'one', () => _path === '/one', 'never', () => _path === '/never', 'own')
  .pipeline('two')
    .muxHTTP('connection', '', { version: 2 })
  .pipeline('one')
    .muxHTTP('connection', '')
  .pipeline('connection')
    .connect('127.0.0.1:${port}')
  .pipeline('never')
    .dummy()
  .pipeline('own')
    .replaceMessage(({ body }) => new Message(body))`;

const asked = (method: string, path: string): string => `(:method: ${method}) (:scheme: http) (:authority: a) (:path: ${path})`;

/** What one stream says after the other; those that await an answer, and those that do not. */
const answered = [
  `HEADERS+END # ${asked('GET', '/two')}`,
  `HEADERS # ${asked('POST', '/two')}; DATA # 'x'*700; HEADERS+END # (x-sum: 1)`,
  `HEADERS # ${asked('POST', '/own')} (content-length: 3); DATA+END # 'abc'`,
  `HEADERS # ${asked('POST', '/one')}; DATA # 'ab'; DATA+END+PADDED # 01 'c' 00`,
  `HEADERS+END # ${asked('HEAD', '/own')}`,
];
const abandoned = [
  `HEADERS+END # ${asked('GET', '/two')}; RST_STREAM # 4:8`,
  `HEADERS # ${asked('POST', '/two')}; DATA # 'x'*700; RST_STREAM # 4:8`,
  `HEADERS # ${asked('POST', '/never')}; DATA # 'x'; RST_STREAM # 4:5`,
  // These we reset.
  `HEADERS # ${asked('POST', '/never')} (content-length: 0); DATA # 'x'`,
  `HEADERS+END # ${asked('GET', '/own')} (Upper: x)`,
];

/** A round: as many answers as there is room for, some streams that are given up, then more than there is room for. */
const perRound = { answered: 80, abandoned: 20, open: 100, refused: 10 };
const rounds = 50;

/** References to what was made of a class, by what makes it. */
function watch<T extends object, K extends keyof T>(prototype: T, name: K, made: WeakRef<object>[]): () => void {
  const original = prototype[name] as (...args: unknown[]) => object;
  prototype[name] = function (this: T, ...args: unknown[]): object {
    const value = original.apply(this, args);
    made.push(new WeakRef(value));
    return value;
  } as T[K];
  return () => void (prototype[name] = original as T[K]);
}

test('of ten thousand streams in one connection nothing is left', async () => {
  const streams: WeakRef<Http2Stream>[] = [];
  const contexts: WeakRef<Context>[] = [];
  const unwatch = [watch(StreamTable.prototype, 'add', streams), watch(Context.prototype, 'clone', contexts)];
  const origin = await Proxy.start(echo);
  const proxy = await Proxy.start(gateway(origin.port(1)));
  const wire = new Wire(connect({ port: proxy.port(1), host: '127.0.0.1' }));
  const sums = { answered: 0, refused: 0, reset: 0, asked: 0 };
  let next = 1;
  const send = (lines: readonly string[]): void => {
    for (const line of lines) {
      wire.send(bytesOf([`1 * ${line}`], next));
      next += 2;
      sums.asked++;
    }
  };
  const some = (list: readonly string[], count: number): string[] => Array.from({ length: count }, (_, i) => list[i % list.length]);
  try {
    wire.send(bytesOf(["raw 'PRI * HTTP/2.0' 0d0a0d0a 'SM' 0d0a0d0a", 'SETTINGS 0 INITIAL_WINDOW_SIZE=1000000', 'WINDOW_UPDATE 0 4:1000000000']));
    for (let round = 0; round < rounds; round++) {
      send(some(abandoned, perRound.abandoned));
      send(some(answered, perRound.answered));
      const lines = await wire.hear((now) => now.filter((line) => / 200/.test(line) && !line.endsWith('…')).length === perRound.answered, false);
      sums.answered += lines.filter((line) => / 200/.test(line) && !line.endsWith('…')).length;
      sums.reset += lines.filter((line) => line.endsWith('PROTOCOL_ERROR')).length;
      const first = next;
      send(some([`HEADERS # ${asked('POST', '/never')}`], perRound.open + perRound.refused));
      sums.refused += (await wire.hear((now) => now.length === perRound.refused, false)).filter((line) => line.endsWith('REFUSED_STREAM')).length;
      wire.send(bytesOf([`${perRound.open} * RST_STREAM # 4:8`], first));
      // What they may do so often in a second, they may do again.
      proxy.clock.advance(6_000);
    }
    await wire.settle();
    expect(sums).toEqual({ asked: 10_500, answered: rounds * perRound.answered, reset: rounds * 8, refused: rounds * perRound.refused });
    // The connection is alive, and alone with those that it has made.
    expect([proxy.alive, origin.alive]).toEqual([{ '1@0.0.0.0': 1, connection: 2 }, { '1@0.0.0.0': 2 }]);
    expect(proxy.service.status.pipelines.find(({ name }) => name === 'request')!.begun).toBe(sums.asked - sums.refused - rounds * 4);
    expect(proxy.log.filter((line) => /\[bug\]|ended the connection/.test(line))).toEqual([]);
    // Nobody holds any stream, or the variables of one: not the tables, nor a closure, nor a timer. Two contexts are those of connections.
    await new Promise((later) => setImmediate(later));
    engine.heap.collect();
    const alive = (list: readonly WeakRef<object>[]): number => list.filter((reference) => reference.deref() !== undefined).length;
    expect([streams.length > 12_000, alive(streams), contexts.length > 9_000, alive(contexts)]).toEqual([true, 0, true, 2]);
    // Both connections end by themselves once there is nothing more to be asked.
    wire.socket.destroy();
    proxy.clock.advance(20_000);
    await Promise.all([proxy.empty(), origin.empty()]);
    expect([proxy.alive, origin.alive, proxy.clock.pending, origin.clock.pending]).toEqual([{}, {}, 0, 0]);
  } finally {
    for (const each of unwatch) each();
    wire.socket.destroy();
    await Promise.all([proxy.service.kill(), origin.service.kill()]);
  }
}, 60_000);
