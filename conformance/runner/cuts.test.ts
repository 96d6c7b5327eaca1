import { variantsOf } from './cuts.js';
import type { StreamEvent } from './events.js';
import type { Request } from './protocol.js';

const request: Request = { op: 'stream', source: 'pipy()', in: [{ t: 'start' }, { t: 'data', v: '6162' }, { t: 'data', v: '6364' }, { t: 'data', v: '' }, { t: 'data', v: '65'.repeat(50) }, { t: 'end' }] };

const bytesOf = (events: readonly StreamEvent[]): string => events.map((event) => (event.t === 'data' ? event.v || '|' : `(${event.t})`)).join('');
const ways = (seed: number): string[] => variantsOf(request, 'a#b', seed).map((variant) => JSON.stringify(variant.request.in));

test('bytes are sent as they are, one by one and at random; they stay what they are, and events between them are where they were', () => {
  const [whole, single, ...random] = variantsOf(request, 'a#b', 7);
  expect(whole).toEqual({ request, how: '' });
  expect(single.request.in!.filter(({ t }) => t === 'data').length).toBe(4 + 1 + 50);
  expect([single.how, ...random.map(({ how }) => how)]).toEqual(['byte by byte', ...Array<string>(3).fill('cut at random, with --seed 7')]);
  for (const { request: asked } of [single, ...random]) expect(bytesOf(asked.in!)).toBe(bytesOf(request.in!));
});

test('the same seed gives the same cuts, and another one others', () => {
  expect(ways(7)).toEqual(ways(7));
  expect(ways(8)).not.toEqual(ways(7));
});

test('where there is nothing to cut there is one way; where there is much, no byte comes by itself', () => {
  expect(variantsOf({ ...request, in: [{ t: 'data', v: '61' }] }, 'a#b', 7).length).toBe(1);
  expect(variantsOf({ ...request, in: [{ t: 'data', v: '61'.repeat(5000) }] }, 'a#b', 7).map(({ how }) => how)).not.toContain('byte by byte');
});
