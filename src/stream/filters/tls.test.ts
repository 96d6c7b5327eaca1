import { PlainHead } from '../testing/plain-head.js';
import { Data } from '../bytes/data.js';
import { Valve } from '../runtime/flow.js';
import { Bench, call, computed, constant, TestSocket } from '../testing/harness.js';
import { acceptTLS } from './accept-tls.js';
import { connectTLS } from './connect-tls.js';
import { handleTLSClientHello } from './handle-tls-client-hello.js';
import { replaceData } from './replace-data.js';
import { detectProtocol } from './detect-protocol.js';

const pair = new PlainHead({ cert: 'CERT', key: 'KEY' });

/** A pipeline that puts `>` before every Data. */
const mark = (bench: Bench) =>
  bench.reference(bench.filter(replaceData, { replacement: computed((data: Data) => [Data.of(`>${data.toBuffer().toString()}`)]) }));

describe('acceptTLS', () => {
  function start(input: string, options = {}) {
    const bench = new Bench();
    const stream = bench.stream(bench.filter(acceptTLS, { target: mark(bench), options }));
    return { bench, stream, output: stream.feed(input), session: bench.tls[0] };
  }

  test('the sub-pipeline sees plaintext; what it gives goes back encrypted, and so do ends', () => {
    const { output, session, bench } = start('[a]~([b]).');
    expect(output).toBe('[>a]~[>b]).');
    expect(session.options).toMatchObject({ server: true, trusted: [], credentials: null });
    expect(bench.log).toEqual([]);
  });

  test('certificates are asked for by name', () => {
    const names: unknown[] = [];
    const certificate = computed((name?: string) => (names.push(name), name === 'bad' ? (5 as never) : pair));
    const { session, bench } = start('[a]', { certificate, trusted: ['CA'] });
    const { credentials, trusted } = session.options;
    expect([credentials!(undefined), credentials!('a.test')]).toEqual(Array(2).fill({ certificate: 'CERT', key: 'KEY' }));
    expect([names, trusted]).toEqual([[undefined, 'a.test'], ['CA']]);
    expect(credentials!('bad')).toBeNull();
    expect(bench.log).toEqual(['error: [tls] no object']);
  });

  test('a failure of the script ends the stream', () => {
    const certificate = computed((): never => {
      throw new Error('of the script');
    });
    const { session, bench, stream } = start('[a]', { certificate });
    stream.trace.take();
    expect(session.options.credentials!(undefined)).toBeNull();
    expect(stream.trace.take()).toBe('!RuntimeError');
    expect(bench.log).toEqual([]);
  });

  test('a failure of the handshake ends the stream', () => {
    const { session, bench, stream } = start('[a]');
    stream.trace.take();
    session.observer.onError('Unauthorized', 'no shared cipher');
    expect(stream.trace.take()).toBe('!Unauthorized');
    expect(bench.log).toEqual(['error: [tls] Handshake failed (error = no shared cipher)']);
  });

  test.each([
    [{ certificate: constant(5) }, 'options.no object'],
    [{ trusted: ['CA', 7] }, 'options.trusted: element 1 is not a certificate'],
    [{ alpn: ['h2', ''] }, 'options.alpn: element 1 is not the name of a protocol'],
  ])('what is no certificate is refused when the script is loaded: %#', (options, complaint) => {
    expect(() => start('', options)).toThrow(complaint);
  });

  test('an error of the stream ends both sides, a released stream the session', () => {
    const { session, stream } = start('[a]');
    expect(stream.feed('!ConnectionReset')).toBe('!ConnectionReset');
    expect(session.done).toContain('<destroy>');
    const other = start('[a]');
    other.stream.release();
    expect(other.session.done).toBe('<destroy>');
  });

  test('a stream without events opens no session', () => {
    expect(start('.').bench.tls).toEqual([]);
  });

  test('a handshake has its time, also where the client says nothing', () => {
    const mute = start('');
    mute.bench.clock.advance(10_000);
    expect([mute.stream.trace.take(), mute.bench.log]).toEqual(['!ConnectionTimeout', ['error: [tls] Handshake failed (error = it takes too long)']]);
    const slow = start('a', { handshakeTimeout: 2 });
    slow.stream.trace.take();
    slow.bench.clock.advance(2000);
    expect([slow.stream.trace.take(), slow.session.done]).toEqual(['!ConnectionTimeout', '<destroy>']);
    const good = start('a');
    good.session.observer.onSecure();
    good.stream.trace.take();
    good.bench.clock.advance(100_000);
    expect([good.stream.trace.take(), good.bench.clock.pending]).toEqual(['', 0]);
  });

  test('who takes no ciphertext holds the session, and that what is decrypted later: the source of that', () => {
    const { bench, stream, session } = start('[a]');
    const socket = new TestSocket();
    bench.runtime.flow.through(new Valve(socket), () => void stream.feed('[b]'));
    stream.trace.input = () => bench.runtime.flow.current?.hold();
    session.observer.onPlaintext(Data.of('later'));
    expect([session.paused, socket.paused]).toEqual([true, false]);
    session.unsent = 1_000_000;
    session.observer.onPlaintext(Data.of('and later'));
    expect(socket.paused).toBe(true);
    session.observer.onDrain();
    expect(socket.paused).toBe(false);
  });
});

describe('connectTLS', () => {
  function start(input: string, options = {}) {
    const bench = new Bench();
    const stream = bench.stream(bench.filter(connectTLS, { target: mark(bench), options }));
    return { bench, stream, output: stream.feed(input), session: bench.tls[0] };
  }

  test('the sub-pipeline carries ciphertext; what it gives comes out as plaintext, and so do ends', () => {
    const { output, session } = start('(a~)b.', { certificate: constant(pair), sni: computed(() => 'up.test') });
    expect(output).toBe('>a~)>b.');
    expect(session.options).toMatchObject({ server: false, serverName: 'up.test' });
    expect(session.options.credentials!(undefined)).toEqual({ certificate: 'CERT', key: 'KEY' });
    expect(start('a').session.options.serverName).toBeUndefined();
  });

  test('a peer that is not trusted ends both sides', () => {
    const { stream, session } = start('a');
    stream.trace.take();
    session.observer.onError('Unauthorized', 'self-signed certificate');
    expect(stream.trace.take()).toBe('!Unauthorized');
    expect(session.done).toBe('<destroy>');
  });

  test('a handshake that the server does not answer has its time', () => {
    const { bench, stream } = start('a');
    stream.trace.take();
    bench.clock.advance(60_000);
    expect(stream.trace.take()).toBe('!ConnectionTimeout');
  });

  test('many bytes that wait for the handshake, or for the server, hold up those who send', () => {
    const { bench, stream, session } = start('a');
    const socket = new TestSocket();
    session.unsent = 1_000_000;
    bench.runtime.flow.through(new Valve(socket), () => stream.pipeline.input(new Data(Buffer.alloc(1_000_000))));
    expect(socket.paused).toBe(true);
    session.observer.onDrain();
    expect(socket.paused).toBe(false);
  });

  test('a stream without events opens no session', () => {
    const { output, bench } = start('.');
    expect([output, bench.tls]).toEqual(['.', []]);
  });
});

/** A ClientHello in records of at most `recordSize` bytes. */
function clientHello(extensions: Buffer | null, recordSize = 16384): string {
  const sized = (size: number, content: Buffer): Buffer => {
    const length = Buffer.alloc(size);
    length.writeUIntBE(content.length, 0, size);
    return Buffer.concat([length, content]);
  };
  const fixed = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32), sized(1, Buffer.alloc(0)), sized(2, Buffer.from([0x13, 1])), sized(1, Buffer.from([0]))]);
  const body = extensions === null ? fixed : Buffer.concat([fixed, sized(2, extensions)]);
  const message = Buffer.concat([Buffer.from([1]), sized(3, body)]);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += recordSize) {
    records.push(Buffer.from([22, 3, 1]), sized(2, message.subarray(at, at + recordSize)));
  }
  return Buffer.concat(records).toString('latin1');
}

const serverName = Buffer.from('0000000b0009000006612e74657374', 'hex');
const alpn = Buffer.from('0010000e000c02683208687474702f312e31', 'hex');
const other = Buffer.from('002b0003020304', 'hex');

describe('handleTLSClientHello', () => {
  function run(input: string, bytewise: boolean) {
    const bench = new Bench();
    const seen: unknown[] = [];
    const stream = bench.stream(bench.filter(handleTLSClientHello, { handler: call((hello: object) => void seen.push(hello)) }));
    let output = '';
    if (bytewise) {
      for (const byte of Buffer.from(input, 'latin1')) {
        bench.runtime.run(() => stream.pipeline.input(new Data(Buffer.from([byte]))));
      }
    } else {
      bench.runtime.run(() => stream.pipeline.input(Data.of(input, 'latin1')));
    }
    for (const event of stream.trace.events) if (event.kind === 'Data') output += event.toBuffer().toString('latin1');
    return { seen, same: output === input };
  }

  const names = { serverNames: ['a.test'], protocolNames: ['h2', 'http/1.1'] };
  test.each<[string, string, unknown[]]>([
    ['names and protocols', clientHello(Buffer.concat([other, serverName, alpn])), [names]],
    ['spread over records', clientHello(Buffer.concat([serverName, alpn]), 7), [names]],
    ['followed by more', `${clientHello(alpn)}more`, [{ protocolNames: names.protocolNames }]],
    ['no such extensions', clientHello(other), [{}]],
    ['no extensions at all', clientHello(null), [{}]],
    ['a broken extension', clientHello(Buffer.from('00000009ff', 'hex')), []],
    ['another handshake message', '\x16\x03\x01\x00\x04\x02\x00\x00\x00', []],
    ['too long to be one', '\x16\x03\x01\x00\x04\x01\xff\xff\xff', []],
    ['HTTP', 'GET / HTTP/1.1\r\n', []],
  ])('%s', (_, input, seen) => {
    for (const bytewise of [false, true]) expect(run(input, bytewise)).toEqual({ seen, same: true });
  });

  test('an end in between lets go what came', () => {
    const bench = new Bench();
    expect(bench.run('\x16\x03.', bench.filter(handleTLSClientHello, { handler: call(() => undefined) }))).toBe('\x16\x03.');
  });
});

describe('detectProtocol', () => {
  test.each([
    ['\x16\x03\x01\x02.', 'TLS'],
    ['(~\x16|\x03).', 'TLS'],
    ['GET /', ''],
    ['\x16|GET', ''],
    ['\x16.', ''],
    ['~.', ''],
  ])('%j is %j, told once before the bytes pass', (input, protocol) => {
    const bench = new Bench();
    const told: string[] = [];
    const stream = bench.stream(bench.filter(detectProtocol, { handler: call((name: string) => void told.push(name)) }));
    expect(stream.feed(input)).toBe(input);
    stream.feed('more');
    expect(told).toEqual([protocol]);
  });
});
