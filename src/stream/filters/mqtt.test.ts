/** MQTT and Dubbo as filters: messages in, packets out, and the way back. What a codec does is tested beside it. */
import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { PlainHead } from '../testing/plain-head.js';
import { Bench, computed, constant } from '../testing/harness.js';
import type { FilterDefinition } from '../runtime/filter.js';
import { decodeDubbo } from './decode-dubbo.js';
import { decodeMQTT } from './decode-mqtt.js';
import { encodeDubbo } from './encode-dubbo.js';
import { encodeMQTT } from './encode-mqtt.js';

const bytes = (hex: string): Data => new Data(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
const message = (head: object | null, body = ''): Event[] => [new MessageStart(head === null ? null : new PlainHead(head as Record<string, unknown>)), ...(body === '' ? [] : [Data.of(body)]), new MessageEnd()];

/** What comes out: `(` and `)` for messages, bytes in hexadecimal, heads by `field`. */
function run(definition: FilterDefinition, args: Record<string, unknown>, events: readonly Event[], field = 'type'): { out: string; log: string[] } {
  const bench = new Bench();
  const stream = bench.stream(bench.filter(definition, args));
  bench.runtime.run(() => events.forEach((event) => stream.pipeline.input(event)));
  const out = stream.trace.events.map((event) => {
    if (event.kind === 'MessageStart') return `(${String(event.head?.get(field) ?? '')} `;
    if (event.kind === 'MessageEnd') return ')';
    return event.kind === 'Data' ? event.toBuffer().toString('hex') : `.${event.error}`;
  });
  return { out: out.join(''), log: bench.log };
}

test('packets become messages, and the end is an end', () => {
  expect(run(decodeMQTT, {}, [bytes('c0 00 30 04 0001 61 78 c0'), bytes('00'), new StreamEnd()]).out).toBe('(PINGREQ )(PUBLISH 78)(PINGREQ ).');
});

test('what is no packet ends the stream, once', () => {
  const { out, log } = run(decodeMQTT, {}, [bytes('c0 00 00'), bytes('c0 00'), new StreamEnd()]);
  expect([out, log]).toEqual(['(PINGREQ ).ProtocolError', ['warn: [decodeMQTT] not an MQTT packet: a packet of no type, in /test.js [test] decodeMQTT']]);
});

test('the version may be given where no packet tells it', () => {
  const packet = bytes('40 04 0001 10 00');
  expect(run(decodeMQTT, { options: { protocolLevel: computed(() => 5) } }, [packet], 'reasonCode').out).toBe('(16 )');
  expect(run(decodeMQTT, {}, [packet]).out).toBe('.ProtocolError');
  const head = { type: 'PUBACK', packetIdentifier: 1, reasonCode: 16 };
  expect(run(encodeMQTT, { options: { protocolLevel: constant(5) } }, message(head)).out).toBe('(PUBACK 400400011000)');
  expect(run(encodeMQTT, {}, message(head)).out).toBe('(PUBACK 40020001)');
});

test('a message that is no packet is dropped, and the log says why', () => {
  const { out, log } = run(encodeMQTT, {}, [...message({ type: 'X' }), ...message(null), ...message({ type: 'PINGREQ' }), new StreamEnd()]);
  expect([out, log]).toEqual(['(PINGREQ c000).', ['error: [encodeMQTT] invalid packet type', 'error: [encodeMQTT] invalid packet type']]);
});

test('Dubbo there and back', () => {
  const request = 'dabbc2000000000000000001000000026869';
  expect(run(decodeDubbo, {}, [bytes(request), new StreamEnd()], 'id').out).toBe('(1 6869).');
  expect(run(encodeDubbo, {}, [...message({ id: '1' }, 'hi'), ...message(null), ...message(null)], 'id').out).toBe(`(1 ${request})( dabbc200000000000000000100000000)( dabbc200000000000000000200000000)`);
  expect(run(encodeDubbo, { head: computed(() => new PlainHead({ id: 5, isRequest: false })) }, message({ id: '1' }), 'id').out).toBe('(1 dabb0200000000000000000500000000)');
});

test('what is no message of Dubbo', () => {
  expect(run(decodeDubbo, {}, [Data.of('GET /'), new StreamEnd()])).toEqual({ out: '.ProtocolError', log: ['error: [dubbo] magic number not found, in /test.js [test] decodeDubbo'] });
  expect(run(encodeDubbo, {}, [...message({ id: 'x' }), new StreamEnd()])).toEqual({ out: '.', log: ['error: [encodeDubbo] an id that is no number of 64 bits'] });
});
