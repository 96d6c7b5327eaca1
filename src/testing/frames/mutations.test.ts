/** The frames of all cases, cut, joined and changed at random: whatever a client sends, no fault is ours, nothing of it is left, and an origin gets requests or nothing. */
import fc from 'fast-check';
import { connect } from 'node:net';
import { casesIn, stepsOf } from './case.js';
import { bytesOf } from './notation.js';
import { PlainOrigin } from './origin.js';
import { Proxy } from './proxy.js';

const script = (port: number): string => `pipy({ _path: '' })
  .listen(1)
    .demuxHTTP('request')
  .pipeline('request')
    .handleMessageStart(({ head }) => _path = head.path)
    .link('two', () => _path === '/' || _path === '/large', 'never', () => _path === '/never', 'one')
  .pipeline('two')
    .muxHTTP('again', '', { version: 2 })
  .pipeline('again')
    .demuxHTTP('one')
  .pipeline('one')
    .muxHTTP('connection', '')
  .pipeline('connection')
    .connect('127.0.0.1:${port}')
  .pipeline('never')
    .dummy()`;

const greeting = bytesOf(["raw 'PRI * HTTP/2.0' 0d0a0d0a 'SM' 0d0a0d0a", 'SETTINGS 0']);

/** What is sent in each case that is not a flood. */
const sent = [...casesIn('server'), ...casesIn('forward')]
  .filter(([name]) => !name.startsWith('floods'))
  .map(([, { talk }]) => Buffer.concat(stepsOf(talk).map((step) => (step.kind === 'send' ? bytesOf(step.lines) : Buffer.alloc(0)))).subarray(0, 20_000));

const part = fc.record({ of: fc.nat(sent.length - 1), from: fc.double({ min: 0, max: 1, noNaN: true }), whole: fc.boolean() });
const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.nat(255) });
const conversation = fc.record({ parts: fc.array(part, { minLength: 1, maxLength: 3 }), changes: fc.array(change, { maxLength: 2 }), ends: fc.nat(4).map((n) => n > 0) });

function bytesFor({ parts, changes }: { parts: { of: number; from: number; whole: boolean }[]; changes: { at: number; value: number }[] }): Buffer {
  const bytes = Buffer.concat(parts.map(({ of, from, whole }) => (whole ? sent[of] : sent[of].subarray(Math.floor(from * sent[of].length)))));
  for (const { at, value } of changes) if (bytes.length > 0) bytes[Math.min(bytes.length - 1, Math.floor(at * bytes.length))] = value;
  return bytes;
}

/** Lets the other sides, which are in this process, take what there is for them so many times. */
function afterTurns(count: number, then: () => void): void {
  setImmediate(() => (count === 0 ? then() : afterTurns(count - 1, then)));
}

test('whatever frames come, no fault is ours and nothing is left', async () => {
  const origin = await PlainOrigin.start();
  const proxy = await Proxy.start(script(origin.port));
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(conversation, { minLength: 10, maxLength: 10 }), async (conversations) => {
        await Promise.all(
          conversations.map(
            (each) =>
              new Promise<void>((done) => {
                const socket = connect({ port: proxy.port(1), host: '127.0.0.1', allowHalfOpen: true });
                socket.on('error', () => {});
                socket.on('close', () => done());
                socket.on('data', () => {});
                // Whoever has had enough ends it, and so does the client once all is on its way.
                socket.on('end', () => socket.destroy());
                socket.write(Buffer.concat([greeting, bytesFor(each)]), () => (each.ends ? socket.end() : socket.resetAndDestroy()));
                // What waits for an answer that never comes would wait for ever.
                if (each.ends) socket.once('finish', () => afterTurns(40, () => socket.destroy()));
              }),
          ),
        );
        await proxy.empty(['again', 'one', 'connection']);
        expect(proxy.log.filter((line) => line.includes('[bug]'))).toEqual([]);
      }),
      { numRuns: 40 },
    );
    // Sessions that nobody uses any more end too.
    proxy.clock.advance(20_000);
    await proxy.empty();
    expect(proxy.left).toEqual({});
    // Some of it has gone on, each time as a request of our own making, and never as what stood within another.
    expect(origin.messages.length).toBeGreaterThan(0);
    expect(origin.messages.filter((message) => !/^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.1\r\nhost: /.test(message) || message.startsWith('GET /smuggled'))).toEqual([]);
  } finally {
    origin.close();
    await proxy.service.kill();
  }
});
