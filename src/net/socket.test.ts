import { EventEmitter } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket as RawSocket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Data } from '../stream/bytes/data.js';
import type { ListenOptions, Socket, SocketObserver } from '../stream/runtime/ports.js';
import { dial } from './dial.js';
import { listen, type OpenListener } from './listen.js';
import { round } from './round.js';
import { lowMark, TcpSocket } from './socket.js';

const unlimited: ListenOptions = { maxConnections: -1, readTimeout: 0, writeTimeout: 0 };

/** What an observer was told, and a way to wait for it. */
class Record implements SocketObserver {
  readonly events: string[] = [];
  readonly received = new Data();
  private waiting: (() => void)[] = [];
  onBytes: ((bytes: Buffer) => void) | null = null;

  onData(bytes: Buffer): void {
    this.received.pushBytes(bytes);
    this.onBytes?.(bytes);
    this.wake();
  }
  onEnd = (): void => this.note('end');
  onError = (error: string): void => this.note(error);
  onClose = (): void => this.note('close');
  onDrain = (): void => this.note('drain');

  private note(event: string): void {
    this.events.push(event);
    this.wake();
  }
  private wake(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((wake) => this.waiting.push(wake));
  }
}

const listeners: OpenListener[] = [];
const rawSockets: RawSocket[] = [];
afterEach(async () => {
  for (const raw of rawSockets.splice(0)) raw.destroy();
  for (const listener of listeners.splice(0)) await listener.close();
});

/** Listens; gives the port, and the connections with their records as they come. */
async function serve(options: Partial<ListenOptions> = {}, prepare?: (socket: Socket, record: Record) => void) {
  const accepted: { socket: Socket; record: Record }[] = [];
  const waiting: (() => void)[] = [];
  const listener = await listen('127.0.0.1', 0, { ...unlimited, ...options }, (socket) => {
    const record = new Record();
    prepare?.(socket, record);
    accepted.push({ socket, record });
    for (const wake of waiting.splice(0)) wake();
    return record;
  });
  listeners.push(listener);
  const connection = async (index: number) => {
    while (accepted.length <= index) await new Promise<void>((wake) => waiting.push(wake));
    return accepted[index];
  };
  return { port: listener.port, listener, connection, accepted };
}

function client(port: number, options: { allowHalfOpen?: boolean } = {}): RawSocket {
  const raw = connect({ port, host: '127.0.0.1', ...options });
  raw.on('error', () => {});
  rawSockets.push(raw);
  return raw;
}

function readAll(raw: RawSocket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    raw.on('data', (bytes) => chunks.push(bytes));
    raw.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

const dialed = (port: number, timeout = 0) =>
  new Promise<{ socket: Socket; record: Record } | { error: string; detail: string }>((resolve) =>
    dial('localhost', port, timeout, {
      onConnect(socket) {
        const record = new Record();
        resolve({ socket, record });
        return record;
      },
      onFail: (error, detail) => resolve({ error, detail }),
    }),
  );

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

test('five million bytes go both ways in order, and both ends close in order', async () => {
  const body = Buffer.alloc(5_000_000, 'abcdefghijk');
  const { port } = await serve({}, (socket, record) => {
    record.onBytes = (bytes) => socket.write(new Data(bytes));
    record.onEnd = () => socket.closeAfterSending();
  });
  const near = await dialed(port);
  if ('error' in near) throw new Error(near.error);
  const data = new Data();
  for (let at = 0; at < body.length; at += 10_000) data.pushBytes(body.subarray(at, at + 10_000));
  near.socket.write(data);
  near.socket.end();
  await near.record.until(() => near.record.events.includes('close'));
  expect(near.record.received.toBuffer().equals(body)).toBe(true);
  expect(near.record.events.filter((event) => event !== 'drain')).toEqual(['end', 'close']);
});

test('the addresses of both ends are known', async () => {
  const { port, connection } = await serve();
  const raw = client(port);
  const { socket } = await connection(0);
  expect([socket.remoteAddress, socket.localAddress, socket.localPort]).toEqual(['127.0.0.1', '127.0.0.1', port]);
  expect(socket.remotePort).toBe(raw.localPort);
});

test('what is written in one turn arrives whole before the close, although the peer still sends', async () => {
  const { port } = await serve({}, (socket, record) => {
    record.onBytes = () => {
      for (const part of ['HTTP/1.1 400', ' Bad Request', '\r\n\r\n']) socket.write(Data.of(part));
      socket.closeAfterSending();
    };
  });
  const raw = client(port, { allowHalfOpen: true });
  raw.write('garbage');
  const all = readAll(raw);
  raw.on('end', () => raw.end('more garbage'));
  expect((await all).toString()).toBe('HTTP/1.1 400 Bad Request\r\n\r\n');
});

test('a closed connection whose peer stays silent is gone for the runtime at once', async () => {
  const { port, connection } = await serve();
  client(port, { allowHalfOpen: true });
  const { socket, record } = await connection(0);
  socket.write(Data.of('bye'));
  socket.closeAfterSending();
  await record.until(() => record.events.includes('close'));
  expect(record.events).toEqual(['close']);
});

test('a reader that does not read shows in `unsent`, and draining is told once it does', async () => {
  const { port, connection } = await serve();
  const raw = client(port);
  raw.pause();
  const { socket, record } = await connection(0);
  const size = 32 * 1024 * 1024;
  socket.write(new Data(Buffer.alloc(size)));
  expect(socket.unsent).toBe(size);
  let read = 0;
  raw.on('data', (bytes) => (read += bytes.length));
  raw.resume();
  await record.until(() => record.events.includes('drain'));
  expect(socket.unsent).toBeLessThanOrEqual(lowMark);
  expect(record.events).toEqual(['drain']);
  expect(read).toBeGreaterThan(0);
});

test('a paused socket holds its peer back, and nothing is lost', async () => {
  const { port, connection } = await serve({}, (socket) => socket.pause());
  const raw = client(port);
  const { socket, record } = await connection(0);
  const size = 16 * 1024 * 1024;
  const sent = new Promise((done) => raw.write(Buffer.alloc(size), done));
  await new Promise((done) => setImmediate(done));
  expect(record.received.size).toBe(0);
  socket.resume();
  await sent;
  await record.until(() => record.received.size === size);
});

test.each(['readTimeout', 'writeTimeout'] as const)('%s closes an idle connection', async (name) => {
  const { port, connection } = await serve({ [name]: 0.05 });
  const raw = client(port);
  if (name === 'writeTimeout') raw.pause();
  const { socket, record } = await connection(0);
  if (name === 'writeTimeout') socket.write(new Data(Buffer.alloc(64 * 1024 * 1024)));
  await record.until(() => record.events.includes('close'));
  expect(record.events).toEqual([name === 'readTimeout' ? 'ReadTimeout' : 'WriteTimeout', 'close']);
});

test('whoever does not take the last that it is sent has a minute for it', async () => {
  const { port, connection } = await serve();
  client(port).pause();
  const { socket, record } = await connection(0);
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  try {
    socket.write(new Data(Buffer.alloc(64 * 1024 * 1024)));
    socket.closeAfterSending();
    await new Promise(setImmediate);
    jest.advanceTimersByTime(59_000);
    expect(record.events).toEqual([]);
    jest.advanceTimersByTime(16_000);
    expect(record.events).toEqual(['WriteTimeout', 'close']);
  } finally {
    jest.useRealTimers();
  }
});

test('a reset is told as such', async () => {
  const { port, connection } = await serve();
  const raw = client(port);
  const { record } = await connection(0);
  raw.resetAndDestroy();
  await record.until(() => record.events.includes('close'));
  expect(record.events).toEqual(['ConnectionReset', 'close']);
});

test('nothing is told any more of a socket that we destroyed', async () => {
  const { port, connection } = await serve();
  const raw = client(port);
  const { socket, record } = await connection(0);
  const closed = new Promise((done) => raw.on('close', done));
  raw.resume();
  socket.destroy();
  await closed;
  expect(record.events).toEqual([]);
});

test('at the limit of connections the next one waits until another is gone', async () => {
  const { port, connection, accepted } = await serve({ maxConnections: 1 }, (socket, record) => {
    record.onEnd = () => socket.closeAfterSending();
  });
  const [first, second] = [client(port), client(port)];
  second.write('hello');
  await connection(0);
  await new Promise((done) => (second.connecting ? second.once('connect', done) : done(null)));
  expect(accepted.length).toBe(1);
  first.destroy();
  const { record } = await connection(1);
  await record.until(() => record.received.size === 5);
});

test('whoever is reset before being accepted is nobody, and the next one is', async () => {
  const { port, accepted, connection } = await serve();
  // Another thread, since nothing is accepted while this one waits.
  const told = new Int32Array(new SharedArrayBuffer(4));
  const visitor = new Worker(
    `const { workerData: { port, told } } = require('node:worker_threads'), { connect } = require('node:net');
    const good = () => connect(port, '127.0.0.1').on('connect', function () { this.write('good'); Atomics.store(told, 0, 1); Atomics.notify(told, 0); }).on('error', () => {});
    let left = 20;
    for (let i = 0; i < left; i++) connect(port, '127.0.0.1').on('connect', function () { this.write('bad'); this.resetAndDestroy(); }).on('error', () => {}).on('close', () => --left === 0 && good());`,
    { eval: true, workerData: { port, told } },
  );
  Atomics.wait(told, 0, 0);
  const { record } = await connection(0);
  await record.until(() => record.received.size > 0);
  expect([accepted.length, record.received.toBuffer().toString()]).toEqual([1, 'good']);
  await visitor.terminate();
});

test('a listener that refuses closes connections as they come, leaves those that are there, and takes them again later', async () => {
  const { port, listener, connection, accepted } = await serve();
  const first = client(port);
  const { socket } = await connection(0);
  listener.refuse(true);
  for (let i = 0; i < 3; i++) expect((await readAll(client(port))).length).toBe(0);
  expect(accepted).toHaveLength(1);
  socket.write(new Data(Buffer.from('still here')));
  await new Promise((read) => first.once('data', read));
  listener.refuse(false);
  client(port);
  await connection(1);
});

test('a port at which a flood is refused is closed for a second, which leaves its connections alone', async () => {
  const { port, listener, connection, accepted } = await serve();
  const first = client(port);
  const { socket } = await connection(0);
  listener.refuse(true);
  const refusedBySystem = (): Promise<boolean> =>
    new Promise((resolve) => {
      const raw = connect(port, '127.0.0.1');
      raw.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
      raw.on('connect', () => {
        raw.destroy();
        resolve(false);
      });
    });
  let tries = 0;
  while (!(await refusedBySystem())) expect(++tries).toBeLessThan(3000);
  expect(tries).toBeGreaterThan(500);
  socket.write(new Data(Buffer.from('still here')));
  await new Promise((read) => first.once('data', read));
  listener.refuse(false);
  while (await refusedBySystem()) await new Promise((later) => setTimeout(later, 20));
  expect(accepted.length).toBeGreaterThan(1);
}, 20_000);

test('a listener that is closed leaves its connections alone and frees its port', async () => {
  const { port, listener, connection } = await serve();
  const raw = client(port);
  const { socket } = await connection(0);
  await listener.close();
  const again = await listen('127.0.0.1', port, unlimited, () => new Record());
  listeners.push(again);
  const all = readAll(raw);
  socket.write(Data.of('still here'));
  socket.closeAfterSending();
  expect((await all).toString()).toBe('still here');
});

test('a port in use is told in the words of the system', async () => {
  const { port } = await serve();
  await expect(listen('127.0.0.1', port, unlimited, () => new Record())).rejects.toThrow('bind: Address already in use');
});

test('failures to connect say why', async () => {
  expect(await dialed(await unusedPort())).toEqual({ error: 'ConnectionRefused', detail: 'Connection refused' });
  expect(await dialed(70000)).toEqual({ error: 'ConnectionRefused', detail: 'Port out of range: 70000' });
  // A host that never answers: the address is for documentation only, or there is no route to it.
  const silent = await new Promise((resolve) =>
    dial('192.0.2.1', 9, 0.05, { onConnect: () => new Record(), onFail: (error) => resolve(error) }),
  );
  expect(['ConnectionTimeout', 'ConnectionRefused']).toContain(silent);
});

test('a name that does not exist cannot be resolved', async () => {
  const error = await new Promise((resolve) =>
    dial('no-such-host.invalid', 80, 5, { onConnect: () => new Record(), onFail: resolve }),
  );
  expect(['CannotResolve', 'ConnectionTimeout']).toContain(error);
});

test('a canceled attempt is never heard of again', async () => {
  const { port, connection } = await serve();
  let heard = false;
  const attempt = dial('127.0.0.1', port, 0, {
    onConnect: () => ((heard = true), new Record()),
    onFail: () => (heard = true),
  });
  attempt.cancel();
  client(port);
  await connection(0);
  expect(heard).toBe(false);
});

describe('resets', () => {
  /** What becomes of a client that reads until its end. */
  const ending = (raw: RawSocket): Promise<string> =>
    new Promise((told) => {
      let bytes = 0;
      raw.on('data', (chunk) => (bytes += chunk.length));
      raw.on('error', (error) => told(`${bytes} ${(error as NodeJS.ErrnoException).code}`));
      raw.on('close', () => told(`${bytes} in order`));
    });

  test('what was sent arrives first', async () => {
    const { port, connection } = await serve();
    const end = ending(client(port));
    const { socket, record } = await connection(0);
    socket.write(new Data(Buffer.alloc(3_000_000)));
    socket.resetAfterSending();
    socket.closeAfterSending();
    expect(await end).toBe('3000000 ECONNRESET');
    expect(record.events.filter((event) => event !== 'drain')).toEqual(['close']);
  });
});

/** A socket of Node's of which nothing is left but what we ask of it. */
function fake() {
  const handle = { writeQueueSize: 0 };
  const written: (() => void)[] = [];
  const done: string[] = [];
  const raw = Object.assign(new EventEmitter(), {
    _handle: handle,
    resume: () => void done.push('resume'),
    pause: () => void done.push('pause'),
    cork() {},
    uncork() {},
    destroy() {},
    write: (_: unknown, sent: () => void) => void written.push(sent),
  });
  const record = new Record();
  const socket = new TcpSocket(raw as unknown as RawSocket);
  socket.observe(record);
  return { handle, written, done, raw, record, socket };
}

const nextRound = (): Promise<void> => new Promise(setImmediate);

describe('much at a time', () => {
  const much = Buffer.alloc(65_536);

  /** Others have used the time that there is for what is large. */
  async function useUp(): Promise<void> {
    for (let i = 0; i < 3; i++) await nextRound();
    round.doInTurn(() => {
      const end = performance.now() + 3;
      while (performance.now() < end);
    });
    await nextRound();
  }

  test('waits for its turn, is not followed by more, and has its end behind it', async () => {
    await useUp();
    const { raw, record, done, socket } = fake();
    done.length = 0;
    raw.emit('data', much);
    raw.emit('end');
    expect([record.received.size, record.events, done]).toEqual([0, [], ['pause']]);
    socket.pause();
    await nextRound();
    await nextRound();
    // Who has been paused meanwhile keeps it.
    expect(record.received.size).toBe(0);
    socket.resume();
    expect(record.received.size).toBe(0);
    await nextRound();
    expect([record.received.size, record.events, done.at(-1)]).toEqual([65_536, ['end'], 'resume']);
  });

  test('is told before the connection fails, and not at all where we destroy it', async () => {
    await useUp();
    const [one, other] = [fake(), fake()];
    one.raw.emit('data', much);
    one.raw.emit('error', Object.assign(new Error(), { code: 'ECONNRESET' }));
    expect([one.record.received.size, one.record.events]).toEqual([65_536, ['ConnectionReset', 'close']]);
    other.raw.emit('data', much);
    other.socket.destroy();
    await nextRound();
    await nextRound();
    expect([other.record.received.size, other.record.events]).toEqual([0, []]);
  });

  test('is sent when its turn has come', async () => {
    await useUp();
    const { socket, written } = fake();
    const small = fake();
    socket.write(new Data(much));
    small.socket.write(Data.of('x'));
    round.doInTurn(() => expect([written.length, small.written.length]).toEqual([0, 1]));
    for (let i = 0; i < 3; i++) await nextRound();
    expect(written.length).toBe(1);
  });
});

describe('time', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  test('a peer that takes a batch bit by bit is not one that takes nothing', async () => {
    const { handle, socket, record } = fake();
    socket.setTimeouts({ write: 60 });
    socket.write(new Data(Buffer.alloc(200_000)));
    await nextRound();
    handle.writeQueueSize = 200_000;
    for (let i = 0; i < 20; i++) {
      jest.advanceTimersByTime(50_000);
      handle.writeQueueSize -= 1000;
    }
    expect(record.events).toEqual([]);
    jest.advanceTimersByTime(80_000);
    expect(record.events).toEqual(['WriteTimeout', 'close']);
  });

  test('a connection is idle while nothing comes and nothing waits to be sent, and may be', async () => {
    const { raw, socket, record, written } = fake();
    socket.setTimeouts({ idle: 100 });
    for (let i = 0; i < 10; i++) {
      jest.advanceTimersByTime(90_000);
      raw.emit('data', Buffer.from('x'));
    }
    socket.pause();
    jest.advanceTimersByTime(1_000_000);
    socket.resume();
    socket.write(Data.of('y'));
    await nextRound();
    jest.advanceTimersByTime(1_000_000);
    written[0]();
    jest.advanceTimersByTime(99_000);
    expect(record.events).toEqual([]);
    jest.advanceTimersByTime(26_000);
    expect(record.events).toEqual(['ReadTimeout', 'close']);
  });
});

test('whoever goes on sending behind the end is not read on and on', async () => {
  const size = 16 * 1024 * 1024;
  const { port, connection } = await serve();
  const client = connect(port, '127.0.0.1');
  rawSockets.push(client);
  client.on('error', () => {});
  const { socket, record } = await connection(0);
  const { raw } = socket as unknown as { raw: RawSocket };
  socket.write(Data.of('go away'));
  socket.closeAfterSending();
  const heard: Buffer[] = [];
  client.on('data', (bytes: Buffer) => heard.push(bytes));
  client.write(Buffer.alloc(size));
  await new Promise((closed) => raw.on('close', closed));
  await record.until(() => record.events.includes('close'));
  expect(Buffer.concat(heard).toString()).toBe('go away');
  expect(raw.bytesRead).toBeLessThan(size / 16);
});
