/** Connections to servers: how many there are, how long they are kept, what is asked again, and what balancers learn of failures. */
import type { TestSocket } from '../stream/testing/harness.js';
import { Served } from './served.js';

const get = (path = '/'): string => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;
const ok = (body = 'ok'): string => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

/** A proxy whose `muxHTTP` has these options. */
function proxy(options = '{}', key = "''"): Served {
  return new Served(`pipy().listen(80).demuxHTTP('request').pipeline('request').muxHTTP('connection', ${key}, ${options}).pipeline('connection').connect('up.test:80')`);
}

/** Connects what has been asked for and is not connected yet. */
function connectAll(served: Served, servers: TestSocket[]): number {
  for (const dial of served.bench.dials.slice(servers.length)) servers.push(dial.connect());
  return servers.length;
}

/** Requests of as many clients. */
function ask(served: Served, count: number): TestSocket[] {
  return Array.from({ length: count }, () => {
    const client = served.connect(80);
    client.receive(get());
    return client;
  });
}

const statuses = (served: Served, clients: readonly TestSocket[]): string[] => clients.map((client) => /^HTTP\/1.1 (\d+)/.exec(served.sent(client))?.[1] ?? '');

describe('pools', () => {
  test('one connection for a key, unless there is a limit', () => {
    const served = proxy();
    const servers: TestSocket[] = [];
    ask(served, 5);
    expect(connectAll(served, servers)).toBe(1);
    expect(servers[0].sent.match(/GET/g)).toHaveLength(5);
  });

  test('with `maxQueue` there are as many as are needed, and no more', () => {
    const served = proxy('{ maxQueue: 2 }');
    const servers: TestSocket[] = [];
    const clients = ask(served, 5);
    expect(connectAll(served, servers)).toBe(3);
    expect(servers.map(({ sent }) => sent.match(/GET/g)?.length)).toEqual([2, 2, 1]);
    servers[1].receive(ok() + ok());
    servers[0].receive(ok() + ok());
    servers[2].receive(ok());
    expect(statuses(served, clients)).toEqual(['200', '200', '200', '200', '200']);
    ask(served, 2);
    expect([connectAll(served, servers), servers.map(({ sent }) => sent.match(/GET/g)?.length)]).toEqual([3, [4, 2, 1]]);
  });

  test('what is not needed any more is closed after `maxIdle` seconds', () => {
    const served = proxy('{ maxQueue: 1, maxIdle: 5 }');
    const servers: TestSocket[] = [];
    ask(served, 3);
    connectAll(served, servers);
    for (const server of servers) server.receive(ok());
    for (let i = 0; i < 10; i++) {
      ask(served, 1);
      servers.reduce((most, server) => (server.sent.length > most.sent.length ? server : most)).receive(ok());
      served.bench.clock.advance(1000);
    }
    expect([connectAll(served, servers), servers.filter(({ sent }) => /<(end|destroy)>$/.test(sent)).length]).toEqual([3, 2]);
  });

  test('after `maxMessages` requests a connection is ended when they are answered', () => {
    const served = proxy('{ maxMessages: 2 }');
    const servers: TestSocket[] = [];
    ask(served, 3);
    expect(connectAll(served, servers)).toBe(2);
    expect(servers[0].sent).not.toMatch(/<end>/);
    servers[0].receive(ok() + ok());
    expect(servers[0].sent).toMatch(/<end>/);
  });

  test('after `maxAge` seconds a connection is used no more, and ended when it is not used', () => {
    const served = proxy('{ maxAge: 30, maxIdle: 100 }');
    const servers: TestSocket[] = [];
    const asked = (): TestSocket => (ask(served, 1), connectAll(served, servers), servers.at(-1)!);
    const first = asked();
    first.receive(ok());
    for (let i = 0; i < 29; i++) served.bench.clock.advance(1000);
    expect(asked()).toBe(first);
    served.bench.clock.advance(2000);
    const second = asked();
    expect(second).not.toBe(first);
    expect(first.sent).not.toMatch(/<end>/);
    first.receive(ok());
    expect(first.sent).toMatch(/<end>/);
    second.receive(ok());
    for (let i = 0; i < 31; i++) served.bench.clock.advance(1000);
    expect(second.sent).toMatch(/<(end|destroy)>/);
  });
});

describe('a server that falls silent', () => {
  test('in an answer that says that it is the last', () => {
    const served = proxy();
    const servers: TestSocket[] = [];
    const [client] = ask(served, 1);
    connectAll(served, servers);
    servers[0].receive('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10000\r\n\r\nhalf');
    served.bench.clock.advance(62_000);
    expect(statuses(served, [client])).toEqual(['504']);
  });
});

test('what comes behind the last answer that is waited for is nothing to be told of', () => {
  const served = proxy();
  const servers: TestSocket[] = [];
  const [client] = ask(served, 1);
  connectAll(served, servers);
  const other = served.connect(80);
  served.feed(other, `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(10_000)}`);
  expect(servers[0].sent).toContain('POST');
  other.observer.onError('ConnectionReset', 'Connection reset by peer');
  // The server hears of the end first, and complains of what it lacks.
  served.feed(servers[0], `${ok()}HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n`);
  expect([statuses(served, [client]), served.bench.log.filter((line) => line.includes('nobody asked for'))]).toEqual([['200'], []]);
});

describe('asking again', () => {
  /** A request on a connection that has been used before, and is lost after `heard`. */
  function lost(request: string, heard: string, kept = true): { served: Served; client: TestSocket; again: boolean } {
    const served = proxy();
    const servers: TestSocket[] = [];
    const client = served.connect(80);
    if (kept) {
      served.feed(client, get());
      connectAll(served, servers);
      servers[0].receive(ok());
      served.sent(client);
    }
    served.feed(client, request);
    connectAll(served, servers);
    if (heard !== '') servers[0].receive(heard);
    servers[0].observer.onError('ConnectionReset', 'Connection reset by peer');
    return { served, client, again: served.bench.dials.length > 1 };
  }

  test.each([
    ['a GET on a kept connection', get(), '', true, true],
    ['a PUT of a few bytes', 'PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx', '', true, true],
    ['a POST', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx', '', true, false],
    ['a PUT that was not kept whole', `PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 9999\r\n\r\n${'x'.repeat(9999)}`, '', true, false],
    ['a GET on a new connection', get(), '', false, false],
    ['a GET whose answer had begun to come', get(), 'HTTP/1.1 200 O', true, false],
    ['a GET whose answer was there in part', get(), 'HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\nx', true, false],
  ])('%s', (_, request, heard, kept, expected) => {
    const { served, client, again } = lost(request, heard, kept);
    expect(again).toBe(expected);
    if (expected) served.bench.dials[1].connect().receive(ok());
    expect(statuses(served, [client])).toEqual([expected ? '200' : '502']);
  });

  test('once', () => {
    const { served, client } = lost(get(), '');
    const second = served.bench.dials[1].connect();
    second.observer.onError('ConnectionReset', 'Connection reset by peer');
    expect([statuses(served, [client]), served.bench.dials.length]).toEqual([['502'], 2]);
  });
});

describe('health', () => {
  test('what failed is left out for a while, by a cache that the balancer asks', () => {
    const served = new Served(`((
      unhealthy = new algo.Cache(),
      balancer = new algo.RoundRobinLoadBalancer(['a.test:80', 'b.test:80'], unhealthy),
    ) => pipy({ _target: '' })
      .listen(80).demuxHTTP('request')
      .task('10s').handleMessageEnd(() => unhealthy.clear()).replaceMessage(() => new StreamEnd)
      .pipeline('request')
        .handleMessageStart(() => _target = balancer.select())
        .link('forward', () => Boolean(_target), 'nobody')
        .handleMessageStart(answer => answer.head.status > 500 && unhealthy.set(_target, true))
      .pipeline('forward').muxHTTP('connection', () => _target)
      .pipeline('connection').connect(() => _target)
      .pipeline('nobody').replaceMessage(new Message({ status: 503 }))
    )()`);
    served.start();
    const { clock, dials } = served.bench;
    /** Which target a request went to, and its status; those that are down refuse. */
    const outcome = (...down: string[]): string => {
      const before = dials.length;
      const [client] = ask(served, 1);
      const dial = dials[before];
      if (dial === undefined) return `nobody ${statuses(served, [client])}`;
      if (down.includes(dial.host)) dial.observer.onFail('ConnectionRefused', 'Connection refused');
      else dial.connect().receive('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return `${dial.host} ${statuses(served, [client])}`;
    };
    expect([outcome('a.test'), outcome(), outcome(), outcome()]).toEqual(['a.test 502', 'b.test 200', 'b.test 200', 'b.test 200']);
    expect([outcome('b.test'), outcome()]).toEqual(['b.test 502', 'nobody 503']);
    clock.advance(10_000);
    expect(new Set([outcome(), outcome()])).toEqual(new Set(['a.test 200', 'b.test 200']));
  });
});
