/**
 * MQTT packets in bytes and as heads: every case is decoded whole, byte by byte, and cut at each position, and must give
 * the same each time; what is decoded is encoded again to the same bytes.
 */
import fc from 'fast-check';
import { Data } from '../../bytes/data.js';
import type { Head } from '../../events/head.js';
import { PlainHead, plainHeads } from '../../testing/plain-head.js';
import { MqttDecoder } from './decoder.js';
import { MqttEncoder } from './encoder.js';
import { mqttLimits } from './packet-types.js';

/** A head as JSON would have it, with bytes as their text after a `#`. */
function plain(value: unknown): unknown {
  if (value instanceof Data) return `#${value.toBuffer().toString('latin1')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof PlainHead)) return value;
  const fields: [string, unknown][] = [];
  value.each((name, field) => fields.push([name, plain(field)]));
  return Object.fromEntries(fields);
}

/** The head that such an object stands for. */
function headOf(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('#')) return Data.of(value.slice(1), 'latin1');
  if (Array.isArray(value)) return value.map(headOf);
  if (typeof value !== 'object' || value === null) return value;
  return new PlainHead(Object.fromEntries(Object.entries(value).map(([name, field]) => [name, headOf(field)])));
}

interface Packet {
  head: Record<string, unknown>;
  payload: string;
}

function decode(parts: readonly Buffer[], level = 0): { packets: Packet[]; fault: string | null } {
  const packets: Packet[] = [];
  let fault: string | null = null;
  const decoder = new MqttDecoder(
    plainHeads,
    {
      onStart: (head: Head) => packets.push({ head: plain(head) as Packet['head'], payload: '' }),
      onPayload: (data) => (packets.at(-1)!.payload += data.toBuffer().toString('latin1')),
      onEnd: () => {},
      onFault: (reason) => (fault = reason),
    },
    level,
  );
  for (const part of parts) decoder.push(new Data(part));
  return { packets, fault };
}

const hex = (text: string): Buffer => Buffer.from(text.replace(/'([^']*)'/g, (_, chars: string) => Buffer.from(chars).toString('hex')).replace(/\s/g, ''), 'hex');
const cuts = (bytes: Buffer): Buffer[][] => [[bytes], [...bytes].map((byte) => Buffer.of(byte)), ...Array.from({ length: bytes.length }, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)])];

const none = { qos: 0, dup: false, retain: false };

/** By version: bytes, and the head and payload that they are. */
const packets: [what: string, level: number, bytes: string, head: Record<string, unknown>, payload?: string][] = [
  ['CONNECT of 3.1.1', 0, "10 10 0004 'MQTT' 04 02 003c 0004 'test'", { type: 'CONNECT', ...none, protocolLevel: 4, keepAlive: 60, clientID: 'test', cleanStart: true }],
  ['CONNECT with all of 3.1.1', 0, "10 22 0004 'MQTT' 04 ec 0000 0001 'c' 0002 't/' 0003 'bye' 0004 'user' 0004 'pass'", { type: 'CONNECT', ...none, protocolLevel: 4, keepAlive: 0, clientID: 'c', cleanStart: false, will: { qos: 1, retain: true, topic: 't/', payload: '#bye' }, username: 'user', password: '#pass' }],
  ['CONNECT of 5.0', 0, "10 1e 0004 'MQTT' 05 06 003c 05 11 00000e10 0001 'c' 05 18 00000005 0001 't' 0000", { type: 'CONNECT', ...none, protocolLevel: 5, keepAlive: 60, properties: { sessionExpiryInterval: 3600 }, clientID: 'c', cleanStart: true, will: { qos: 0, retain: false, properties: { willDelayInterval: 5 }, topic: 't', payload: '#' } }],
  ['CONNACK of 3.1.1', 0, '20 02 01 00', { type: 'CONNACK', ...none, sessionPresent: true, reasonCode: 0 }],
  ['CONNACK of 5.0', 5, "20 09 00 87 06 1f 0003 'why'", { type: 'CONNACK', ...none, sessionPresent: false, reasonCode: 135, properties: { reasonString: 'why' } }],
  ['PUBLISH', 4, "30 0c 0005 'a/b/c' 'hello'", { type: 'PUBLISH', ...none, topicName: 'a/b/c' }, 'hello'],
  ['PUBLISH without a payload', 4, "31 03 0001 'a'", { type: 'PUBLISH', ...none, retain: true, topicName: 'a' }],
  ['PUBLISH that wants an answer', 4, "3d 09 0004 'a/é' 0102 'x'", { type: 'PUBLISH', qos: 2, dup: true, retain: true, topicName: 'a/é', packetIdentifier: 258 }, 'x'],
  ['PUBLISH of 5.0', 5, "32 1b 0001 'a' 0007 13 01 01 03 0004 'text' 0b c801 26 0001 'k' 0001 'v' 'hi'", { type: 'PUBLISH', ...none, qos: 1, topicName: 'a', packetIdentifier: 7, properties: { payloadFormatIndicator: 1, contentType: 'text', subscriptionIdentifier: 200, k: 'v' } }, 'hi'],
  ['PUBLISH by an alias', 5, '30 07 0000 03 23 0001 78', { type: 'PUBLISH', ...none, topicName: '', properties: { topicAlias: 1 } }, 'x'],
  ['properties that occur again', 5, "30 1a 0001 'a' 15 0b 01 0b 02 26 0001 'k' 0001 '1' 26 0001 'k' 0001 '2' 21 0001 78", { type: 'PUBLISH', ...none, topicName: 'a', properties: { subscriptionIdentifier: [1, 2], k: ['1', '2'], receiveMaximum: 1 } }, 'x'],
  ['properties of users that are named like others', 5, "e0 14 00 12 26 000a 'topicAlias' 0001 'x' 24 01", { type: 'DISCONNECT', ...none, reasonCode: 0, properties: { userProperties: { topicAlias: 'x' }, maximumQoS: 1 } }],
  ['PUBACK', 4, '40 02 0001', { type: 'PUBACK', ...none, packetIdentifier: 1 }],
  ['PUBREC of 5.0', 5, '50 04 0001 10 00', { type: 'PUBREC', ...none, packetIdentifier: 1, reasonCode: 16 }],
  ['PUBREL', 4, '62 02 0001', { type: 'PUBREL', ...none, packetIdentifier: 1 }],
  ['PUBCOMP', 4, '70 02 0001', { type: 'PUBCOMP', ...none, packetIdentifier: 1 }],
  ['SUBSCRIBE', 4, "82 0c 0001 0001 'a' 01 0003 'b/#' 00", { type: 'SUBSCRIBE', ...none, packetIdentifier: 1, topicFilters: [{ filter: 'a', qos: 1 }, { filter: 'b/#', qos: 0 }] }],
  ['SUBSCRIBE of 5.0', 5, "82 09 0001 02 0b 05 0001 'a' 2e", { type: 'SUBSCRIBE', ...none, packetIdentifier: 1, properties: { subscriptionIdentifier: 5 }, topicFilters: [{ filter: 'a', qos: 2, noLocal: true, retainAsPublished: true, retainHandling: 2 }] }],
  ['SUBACK', 4, '90 04 0001 01 80', { type: 'SUBACK', ...none, packetIdentifier: 1, reasonCodes: [1, 128] }],
  ['UNSUBSCRIBE', 4, "a2 05 0001 0001 'a'", { type: 'UNSUBSCRIBE', ...none, packetIdentifier: 1, topicFilters: ['a'] }],
  ['UNSUBACK', 4, 'b0 02 0001', { type: 'UNSUBACK', ...none, packetIdentifier: 1, reasonCodes: [] }],
  ['UNSUBACK of 5.0', 5, 'b0 04 0001 00 11', { type: 'UNSUBACK', ...none, packetIdentifier: 1, reasonCodes: [17] }],
  ['PINGREQ', 4, 'c0 00', { type: 'PINGREQ', ...none }],
  ['PINGRESP', 4, 'd0 00', { type: 'PINGRESP', ...none }],
  ['DISCONNECT', 4, 'e0 00', { type: 'DISCONNECT', ...none }],
  ['AUTH', 5, "f0 0a 18 08 15 0005 'SCRAM'", { type: 'AUTH', ...none, reasonCode: 24, properties: { authenticationMethod: 'SCRAM' } }],
];

test.each(packets)('%s', (_, level, bytes, head, payload = '') => {
  const packet = hex(bytes);
  for (const parts of cuts(packet)) expect(decode(parts, level)).toEqual({ packets: [{ head, payload }], fault: null });
  expect(decode([Buffer.concat([packet, packet])], level).packets).toHaveLength(2);
  const encoded = new MqttEncoder(plainHeads, level === 0 ? 4 : level).encode(headOf(head) as Head, Data.of(payload, 'latin1'));
  expect(typeof encoded === 'string' ? encoded : encoded.toBuffer().toString('hex')).toBe(packet.toString('hex'));
});

test('where a reason is left out, all is well', () => {
  expect(decode([hex('e0 00 40 02 0001 40 03 0001 10')], 5).packets.map(({ head }) => head.reasonCode)).toEqual([0, 0, 16]);
});

test('the version is that which CONNECT or CONNACK tells', () => {
  expect(decode([hex("20 03 00 00 00 40 03 0001 10")]).packets[1].head.reasonCode).toBe(16);
  expect(decode([hex("20 02 00 00 40 02 0001")]).packets[1].head.reasonCode).toBeUndefined();
  const encoder = new MqttEncoder(plainHeads);
  encoder.encode(new PlainHead({ type: 'CONNACK', protocolLevel: 5 }), new Data());
  expect((encoder.encode(new PlainHead({ type: 'PINGREQ' }), new Data()) as Data).size).toBe(2);
  expect((encoder.encode(new PlainHead({ type: 'DISCONNECT' }), new Data()) as Data).toBuffer().toString('hex')).toBe('e0020000');
});

test.each<[what: string, level: number, bytes: string]>([
  ['no type', 4, '00 00'],
  ['AUTH in 3.1.1', 4, 'f0 00'],
  ['PINGREQ with flags', 4, 'c1 00'],
  ['SUBSCRIBE without its flags', 4, "80 06 0001 0001 'a' 00"],
  ['a QoS of 3', 4, "36 05 0001 'a' 0001"],
  ['DUP with a QoS of 0', 4, "38 03 0001 'a'"],
  ['a length without an end', 4, '30 ff ff ff ff 01'],
  ['CONNECT that is too long', 4, '10 ff ff ff 7f'],
  ['another protocol', 0, "10 0d 0004 'MQTX' 04 02 003c 0001 'c'"],
  ['MQTT 3.1', 0, "10 0f 0006 'MQIsdp' 03 02 003c 0001 'c'"],
  ['a reserved flag of CONNECT', 0, "10 0d 0004 'MQTT' 04 03 003c 0001 'c'"],
  ['a will of QoS 3', 0, "10 12 0004 'MQTT' 04 1e 003c 0001 'c' 0001 't' 0000"],
  ['a QoS of no will', 0, "10 0d 0004 'MQTT' 04 0a 003c 0001 'c'"],
  ['a password without a name', 0, "10 10 0004 'MQTT' 04 42 003c 0001 'c' 0001 'p'"],
  ['a packet that is cut', 4, "30 03 0005 'a'"],
  ['something behind the end', 4, '40 03 0001 00'],
  ['PINGREQ with a body', 4, 'c0 01 00'],
  ['an identifier of 0', 4, '40 02 0000'],
  ['a topic with a wildcard', 4, "30 05 0003 'a/#'"],
  ['no topic', 4, '30 02 0000'],
  ['a text that is no UTF-8', 4, '30 04 0002 c328'],
  ['a text with a NUL', 4, '30 04 0002 6100'],
  ['SUBSCRIBE of nothing', 4, '82 02 0001'],
  ['a subscription with options of 5.0', 4, "82 06 0001 0001 'a' 04"],
  ['a subscription of QoS 3', 5, "82 07 0001 00 0001 'a' 03"],
  ['CONNACK with flags', 4, '20 02 02 00'],
  ['a property that is none', 5, 'e0 03 00 01 7f'],
  ['a property that is cut', 5, 'e0 04 00 02 1100'],
  ['a property twice', 5, 'e0 0c 00 0a 11 00000001 11 00000001'],
  ['properties longer than the packet', 5, "30 06 0001 'a' ff 01 00"],
  ['a length of properties without an end', 5, "30 08 0001 'a' ffffffff 01"],
])('%s ends the stream', (_, level, bytes) => {
  for (const parts of cuts(hex(bytes))) {
    const { packets: read, fault } = decode(parts, level);
    expect([read, fault]).toEqual([[], expect.any(String)]);
  }
});

test('payloads go through as they come, whatever their length says', () => {
  const { packets: read, fault } = decode([hex("30 ff ff ff 7f 0001 'a'"), Buffer.alloc(100_000, 120)], 4);
  expect([read[0].payload.length, fault]).toEqual([100_000, null]);
});

test.each<[what: string, head: object]>([
  ['no type', {}],
  ['a type that is none', { type: 'HELLO' }],
  ['no identifier', { type: 'PUBACK' }],
  ['an identifier that is too large', { type: 'PUBACK', packetIdentifier: 65536 }],
  ['a QoS of 3', { type: 'PUBLISH', qos: 3, topicName: 'a' }],
  ['a topic that is too long', { type: 'PUBLISH', topicName: 'a'.repeat(65536) }],
  ['a topic with a NUL', { type: 'PUBLISH', topicName: 'a\0' }],
  ['no filters', { type: 'SUBSCRIBE', packetIdentifier: 1 }],
  ['a version that is none', { type: 'CONNECT', protocolLevel: 3 }],
  ['a password without a name', { type: 'CONNECT', password: 'x' }],
])('a head with %s is no packet', (_, head) => {
  expect(typeof new MqttEncoder(plainHeads).encode(headOf(head) as Head, new Data())).toBe('string');
});

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.replace(/[\0+#]/g, '.'));
const publish = fc.record({ qos: fc.nat(2), retain: fc.boolean(), topicName: text.map((value) => `t${value}`), packetIdentifier: fc.integer({ min: 1, max: 65535 }), properties: fc.option(fc.dictionary(text.map((value) => `u${value}`), text, { minKeys: 1, maxKeys: 4 }), { nil: undefined }), payload: fc.uint8Array({ maxLength: 300 }) });

test('what is encoded is decoded', () => {
  fc.assert(
    fc.property(publish, fc.constantFrom(4, 5), fc.nat(400), ({ payload, qos, packetIdentifier, properties, ...rest }, level, at) => {
      const head = { type: 'PUBLISH', dup: false, qos, ...rest, ...(qos > 0 ? { packetIdentifier } : {}), ...(level === 5 && properties !== undefined ? { properties } : {}) };
      const body = Buffer.from(payload).toString('latin1');
      const bytes = (new MqttEncoder(plainHeads, level).encode(headOf(head) as Head, Data.of(body, 'latin1')) as Data).toBuffer();
      expect(decode([bytes.subarray(0, at), bytes.subarray(at)], level)).toEqual({ packets: [{ head, payload: body }], fault: null });
    }),
  );
});

test('bytes at random are packets or end the stream, and nothing else', () => {
  const start = fc.constantFrom(0x10, 0x20, 0x30, 0x32, 0x40, 0x82, 0x90, 0xa2, 0xb0, 0xe0, 0xf0);
  fc.assert(
    fc.property(fc.array(fc.tuple(start, fc.uint8Array({ maxLength: 60 })), { maxLength: 5 }), fc.constantFrom(0, 4, 5), (list, level) => {
      const bytes = Buffer.concat(list.map(([type, rest]) => Buffer.concat([Buffer.of(type, rest.length), rest])));
      const whole = decode([bytes], level);
      expect(decode([...bytes].map((byte) => Buffer.of(byte)), level)).toEqual(whole);
      for (const { head, payload } of whole.packets) new MqttEncoder(plainHeads, 5).encode(headOf(head) as Head, Data.of(payload, 'latin1'));
    }),
    { numRuns: 500 },
  );
});

test('no more is kept than a packet may take', () => {
  expect(decode([hex('82 ff ff ff 7f'), Buffer.alloc(100)], 4).fault).not.toBeNull();
  expect(mqttLimits.packet).toBeLessThan(2 << 20);
});
