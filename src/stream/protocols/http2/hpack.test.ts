/** HPACK against the examples of RFC 7541 appendix C, and against itself. */
import fc from 'fast-check';
import type { Field } from './field-table.js';
import { HpackDecoder } from './hpack-decoder.js';
import { HpackEncoder } from './hpack-encoder.js';
import { huffmanDecode, huffmanEncode, huffmanLength } from './huffman.js';
import { http2Limits } from './limits.js';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const show = (fields: readonly Field[] | undefined): string[] | undefined => fields?.map(({ name, value }) => `${name}: ${value}`);

const requests = [[':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'], [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com', 'cache-control: no-cache'], [':method: GET', ':scheme: https', ':path: /index.html', ':authority: www.example.com', 'custom-key: custom-value']];
const responses = [
  [':status: 302', 'cache-control: private', 'date: Mon, 21 Oct 2013 20:13:21 GMT', 'location: https://www.example.com'],
  [':status: 307', 'cache-control: private', 'date: Mon, 21 Oct 2013 20:13:21 GMT', 'location: https://www.example.com'],
  [':status: 200', 'cache-control: private', 'date: Mon, 21 Oct 2013 20:13:22 GMT', 'location: https://www.example.com', 'content-encoding: gzip', 'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'],
];

/** By section: blocks of one connection, and what they stand for. The table of the responses has room for 256 bytes. */
const examples: [section: string, table: number, blocks: string[], lists: string[][]][] = [
  ['C.2.1', 4096, ['400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572'], [['custom-key: custom-header']]],
  ['C.2.2', 4096, ['040c 2f73 616d 706c 652f 7061 7468'], [[':path: /sample/path']]],
  ['C.2.3', 4096, ['1008 7061 7373 776f 7264 0673 6563 7265 74'], [['password: secret']]],
  ['C.2.4', 4096, ['82'], [[':method: GET']]],
  ['C.3', 4096, ['8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d', '8286 84be 5808 6e6f 2d63 6163 6865', '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65'], requests],
  ['C.4', 4096, ['8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff', '8286 84be 5886 a8eb 1064 9cbf', '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf'], requests],
  ['C.5', 256, [
    '4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
    '4803 3330 37c1 c0bf',
    '88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31',
  ], responses],
  ['C.6', 256, [
    '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
    '4883 640e ffc1 c0bf',
    '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
  ], responses],
];

test.each(examples)('RFC 7541 %s', (_, table, blocks, lists) => {
  const decoder = new HpackDecoder();
  const resize = table === 4096 ? '' : '3f e101';
  expect(blocks.map((block, i) => show(decoder.decode(hex((i === 0 ? resize : '') + block))?.fields))).toEqual(lists);
});

test.each([
  ['the index 0', '80'],
  ['an index past the tables', 'be'],
  ['a name past the tables', '7e 01 61'],
  ['a text that is cut', '40 0a 6375'],
  ['no value', '40 01 61'],
  ['an integer that is cut', 'ff'],
  ['an integer without an end', 'ff ff ff ff ff ff ff ff ff ff'],
  ['a table larger than allowed', '3f e2 1f'],
  ['a change of the table behind a field', '82 20'],
  ['the end of the text in a Huffman code', '40 84 ffffffff 00'],
  ['eight bits of padding', '40 82 1fff 00'],
  ['padding that is not of ones', '40 81 18 00'],
])('%s is no header block', (_, block) => {
  expect(new HpackDecoder().decode(hex(block))).toBeNull();
});

test('a list that is too large is not kept, but the table stays alike', () => {
  const decoder = new HpackDecoder();
  const large = Buffer.concat([hex('40 01 61 7f a11e'), Buffer.alloc(4000, 98), Buffer.alloc(60_000, 0xbe)]);
  const list = decoder.decode(large)!;
  expect([list.oversize, list.fields.length * 4033 < http2Limits.headerList + 4033]).toEqual([true, true]);
  expect(show(decoder.decode(hex('be'))?.fields)).toEqual([`a: ${'b'.repeat(4000)}`]);
});

test('what follows in a list that is too large is still read: an index of nothing is a fault there, and those of several bytes go on', () => {
  const entry = Buffer.concat([Buffer.from([0x40, 1, 0x61, 0x7f, 0xa1, 0x1e]), Buffer.alloc(4000, 0x62)]);
  const bomb = (...behind: number[]) => new HpackDecoder().decode(Buffer.concat([entry, Buffer.alloc(20, 0xbe), Buffer.from(behind)]));
  expect(bomb()?.oversize).toBe(true);
  expect(bomb(0x82, 0xbe, 0x00, 1, 0x61, 1, 0x62, 0x82)?.oversize).toBe(true);
  for (const wrong of [[0x80], [0xbf], [0xff, 0x00], [0xff], [0x82, 0x80]]) expect(bomb(...wrong)).toBeNull();
});

const text = fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((value) => value);
const latin = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const name = fc.oneof(fc.constantFrom(':path', 'cookie', 'x-a', 'x-b', 'etag', 'server', 'authorization'), text);

test('what is encoded is decoded, through tables of any size', () => {
  const block = fc.record({ table: fc.option(fc.nat(5000)), fields: fc.array(fc.record({ name, value: latin }), { maxLength: 20 }) });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const [encoder, decoder] = [new HpackEncoder(), new HpackDecoder()];
      for (const { table, fields } of blocks) {
        if (table !== null) encoder.resize(table);
        expect(decoder.decode(encoder.encode(fields))?.fields).toEqual(fields);
      }
    }),
  );
});

test('a Huffman code gives back its text, and is as long as was said', () => {
  fc.assert(
    fc.property(latin, (value) => {
      const bytes = Buffer.alloc(value.length * 4 + 4);
      const end = huffmanEncode(value, bytes, 0);
      expect([end, huffmanDecode(bytes, 0, end)]).toEqual([huffmanLength(value), value]);
    }),
  );
});

test('bytes at random are a list or none, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (blocks) => {
      const decoder = new HpackDecoder();
      for (const bytes of blocks) if (decoder.decode(Buffer.from(bytes)) === null) break;
    }),
  );
});
