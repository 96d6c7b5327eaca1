/** Dubbo messages in bytes and as heads: each whole, byte by byte, and cut at each position. */
import fc from 'fast-check';
import { Data } from '../../bytes/data.js';
import type { Head } from '../../events/head.js';
import { PlainHead, plainHeads } from '../../testing/plain-head.js';
import { DubboDecoder, encodeDubbo } from './frame.js';

function decode(parts: readonly Buffer[]): string {
  let log = '';
  const decoder = new DubboDecoder(plainHeads, {
    onStart: (head: Head) => {
      const fields: string[] = [];
      head.each((name, value) => fields.push(`${name}:${String(value)}`));
      log += `>{${fields.join(' ')}} `;
    },
    onBody: (data) => (log += data.toBuffer().toString('latin1')),
    onEnd: () => (log += '. '),
    onFault: () => (log += '!'),
  });
  for (const part of parts) decoder.push(new Data(part));
  return log.trim();
}

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

const messages: [what: string, bytes: string, log: string][] = [
  ['a request', 'dabb c2 00 00000000000000ff 00000003 616263', '>{id:255 status:0 isRequest:true isTwoWay:true isEvent:false} abc.'],
  ['a response', 'dabb 02 14 0000000000000001 00000002 6f6b', '>{id:1 status:20 isRequest:false isTwoWay:false isEvent:false} ok.'],
  ['a heartbeat without a body', 'dabb e2 00 0000000000000002 00000000', '>{id:2 status:0 isRequest:true isTwoWay:true isEvent:true} .'],
  ['an id of 64 bits, and another way to write bodies', 'dabb 86 00 ffffffffffffffff 00000001 78', '>{id:18446744073709551615 status:0 isRequest:true isTwoWay:false isEvent:false serializationType:6} x.'],
  ['two in a row', 'dabb 82 00 0000000000000001 00000001 61 dabb 82 00 0000000000000002 00000001 62', '>{id:1 status:0 isRequest:true isTwoWay:false isEvent:false} a. >{id:2 status:0 isRequest:true isTwoWay:false isEvent:false} b.'],
  ['another protocol', '474554 20 2f', '!'],
  ['a body that is too long', 'dabb c2 00 0000000000000001 80000000 61', '!'],
  ['a second message that is none', 'dabb 82 00 0000000000000001 00000000 61 62', '>{id:1 status:0 isRequest:true isTwoWay:false isEvent:false} . !'],
];

test.each(messages)('%s', (_, text, log) => {
  const bytes = hex(text);
  expect(decode([bytes])).toBe(log);
  expect(decode([...bytes].map((byte) => Buffer.of(byte)))).toBe(log);
  for (let at = 0; at < bytes.length; at++) expect(decode([bytes.subarray(0, at), bytes.subarray(at)])).toBe(log);
});

const encode = (fields: Record<string, unknown> | null, body = ''): string => {
  const bytes = encodeDubbo(fields === null ? null : new PlainHead(fields), Data.of(body), 7n, plainHeads);
  return typeof bytes === 'string' ? `!${bytes}` : bytes.toBuffer().toString('hex');
};

test.each<[what: string, head: Record<string, unknown> | null, hex: string]>([
  ['what nothing is said of', null, 'dabbc200000000000000000700000001' + '78'],
  ['all of a head', { id: '258', status: 20, isRequest: true, isTwoWay: false, isEvent: true, serializationType: 6 }, 'dabba614000000000000010200000001' + '78'],
  ['an id that is a number', { id: 1 }, 'dabbc200000000000000000100000001' + '78'],
  ['an id that is negative', { id: '-1' }, 'dabbc200ffffffffffffffff00000001' + '78'],
  ['a response, which wants no answer', { isRequest: false, isTwoWay: true, id: 0 }, 'dabb0200000000000000000000000001' + '78'],
])('%s is encoded', (_, head, bytes) => expect(encode(head, 'x')).toBe(bytes));

test.each<[what: string, head: Record<string, unknown>]>([
  ['an id that is no number', { id: 'x' }],
  ['an id past 64 bits', { id: '18446744073709551616' }],
  ['a status past a byte', { status: 256 }],
  ['a status that is none', { status: 'ok' }],
  ['a serializationType that is none', { serializationType: 32 }],
])('%s is refused', (_, head) => expect(encode(head)).toMatch(/^!/));

test('what is encoded is decoded, and bytes at random are messages or end the stream', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.boolean(), fc.boolean(), fc.nat(255), fc.stringMatching(/^[a-z]{0,50}$/), (id, isRequest, isEvent, status, body) => {
      const bytes = encodeDubbo(new PlainHead({ id: String(id), isRequest, isTwoWay: isRequest, isEvent, status }), Data.of(body), 0n, plainHeads) as Data;
      expect(decode([bytes.toBuffer()])).toBe(`>{id:${id} status:${status} isRequest:${isRequest} isTwoWay:${isRequest} isEvent:${isEvent}} ${body}.`);
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void decode([Buffer.concat([hex('dabb'), bytes])])));
});
