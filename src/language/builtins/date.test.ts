/** Dates are what V8 has in UTC: read, written and changed alike, for a list of traps and for random fields. */
import fc from 'fast-check';
import { runText } from '../../testing/run-text.js';
import { Account } from '../evaluate/account.js';
import { enter, leave } from '../evaluate/activation.js';
import { FunctionObject, type ClassObject } from '../evaluate/function.js';
import { ownLimits } from '../evaluate/limits.js';
import { getMember } from '../evaluate/member.js';
import type { Value } from '../evaluate/value.js';
import { date } from './date.js';

const DateClass = date.value as ClassObject;

function within<T>(run: () => T, clock = 0): T {
  const account = new Account(ownLimits);
  account.clock = () => clock;
  const outer = enter(account, null);
  try {
    return run();
  } finally {
    leave(outer);
  }
}

const call = (self: Value, name: string, ...args: Value[]): Value => (getMember(self, name) as FunctionObject).apply(args);

/** V8 where it has no zone but UTC: what is local is asked for by its `UTC` name. */
function ofV8(time: number, name: string, args: number[]): unknown {
  const made = new Date(time) as unknown as Record<string, (...args: number[]) => unknown>;
  const result = made[name](...args);
  return [result, (made as unknown as Date).getTime()];
}

const times = fc.oneof(fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.integer({ min: -1e12, max: 2e12 }), fc.constantFrom(NaN, 8.64e15, -8.64e15, -1, 0));
const numbers = fc.oneof(fc.integer({ min: -500, max: 500 }), fc.constantFrom(NaN, 1.9, -1.9, 1e9, 1e300, Infinity));
const fields = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'];

test('every field reads and changes as in V8, with any number of arguments', () => {
  fc.assert(
    fc.property(times, fc.constantFrom(...fields), fc.array(numbers, { maxLength: 5 }), fc.boolean(), (time, field, args, utc) => {
      within(() => {
        const names = [`get${utc ? 'UTC' : ''}${field}`, ...(field === 'Day' ? [] : [`set${utc ? 'UTC' : ''}${field}`])];
        for (const name of names) {
          const made = DateClass.construct([time]);
          const v8 = ofV8(time, name.slice(0, 3) + 'UTC' + field, args);
          expect([call(made, name, ...args), call(made, 'getTime')]).toEqual(v8);
        }
      });
    }),
    { numRuns: 1500 },
  );
});

test('dates are written as V8 writes them, and read again', () => {
  fc.assert(
    fc.property(times, (time) => {
      within(() => {
        const made = DateClass.construct([time]);
        const v8 = new Date(time);
        expect(call(made, 'toUTCString')).toBe(v8.toUTCString());
        expect(call(made, 'toJSON')).toBe(v8.toJSON());
        if (Number.isNaN(time)) return;
        expect(call(made, 'toISOString')).toBe(v8.toISOString());
        const seconds = Math.floor(time / 1000) * 1000;
        expect(call(DateClass, 'parse', v8.toISOString())).toBe(time);
        // Years with a sign are not what the looser forms have.
        if (v8.getUTCFullYear() < 1000 || v8.getUTCFullYear() > 9999) return;
        expect(call(DateClass, 'parse', v8.toUTCString())).toBe(seconds);
        expect(call(DateClass, 'parse', call(made, 'toString'))).toBe(seconds);
      });
    }),
    { numRuns: 500 },
  );
});

test('fields make the moment that V8 makes of them', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 2100 }), numbers), { minLength: 2, maxLength: 8 }), (args) => {
      within(() => {
        const time = Date.UTC(...(args as [number]));
        expect(call(DateClass, 'UTC', ...args)).toBe(time);
        expect(call(DateClass.construct(args), 'getTime')).toBe(time);
      });
    }),
  );
});

/** Each is read by V8 as well, in UTC where no zone stands in it. */
test.each([
  ...['2020', '2020-02', '2020-02-03', '2020-02-31', '2020-2-3', '2020-13-01', '2020-00-01', '2020-01-32', '02020-01-01', '+002020-01-01T00:00Z', '-000001-01-01T00:00:00Z', '-000000-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z', '+275760-09-13T00:00:00.001Z'],
  ...['2020-01-01T10:20Z', '2020-01-01T10:20:30Z', '2020-01-01T10:20:30.4Z', '2020-01-01T10:20:30.45678Z', '2020-01-01T10:20:30.Z', '2020-01-01T10Z', '2020-01-01T24:00:00Z', '2020-01-01T24:00:01Z', '2020-01-01T25:00Z', '2020-01-01T10:60Z', '2020-01-01T10:20+01:30', '2020-01-01T10:20-0800', '2020T10:20Z', '2020-01T10:20Z', '2020-01-01T10:20:30.123+05:45'],
  ...['Thu, 01 Jan 1970 00:00:00 GMT', 'Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994 UTC', 'Thu Jan 01 1970 00:00:00 GMT+0100 (Central European Standard Time)', '6 Nov 1994 GMT', 'Nov 6, 1994 UTC', 'November 6 1994 8:49 PM GMT', 'Mon, 31 Jan 2022 18:55:14 +0800', 'Sat, 1 Feb 2020 12:00 EST', '1994/11/6 12:05 am UTC', '11/6/1994 UTC', '13/6/1994 UTC', '2020-01-01 10:20:30Z'],
  ...['abc', '', ' ', '1600000000000', '1 2 3 4 UTC', 'Jan', '12:00 GMT', '1/1/2020 25:00 UTC', '1/1/2020 13:00 PM UTC', '1/2/49 UTC', '1/2/50 UTC'],
])('%j is read as V8 reads it', (text) => {
  expect(within(() => call(DateClass, 'parse', text))).toBe(Date.parse(text));
});

/** What has no zone is of UTC, wherever this runs. */
test.each([
  ['2020-01-01T10:20', Date.UTC(2020, 0, 1, 10, 20)],
  ['2020-01-01 10:20:30', Date.UTC(2020, 0, 1, 10, 20, 30)],
  ['Sun Nov  6 08:49:37 1994', Date.UTC(1994, 10, 6, 8, 49, 37)],
  ['11/6/1994', Date.UTC(1994, 10, 6)],
  ['5', Date.UTC(2001, 4, 1)],
])('%j is of UTC', (text, time) => {
  expect(within(() => call(DateClass, 'parse', text))).toBe(time);
});

test.each(['Jan Feb 3 GMT', '10:20:30:40 1/1/2020', '1/1/2020 (a (b)', '1/2/3 Jan', '5 am', 'x 1/1/2020'])('%j is no date', (text) => {
  expect(within(() => call(DateClass, 'parse', text))).toBeNaN();
});

test('no text makes the reader fail', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'0123456789-+:./, TZtz()JanPM\u{1f600}')), (text) => {
      expect(typeof within(() => call(DateClass, 'parse', text.join('')))).toBe('number');
    }),
  );
});

test('the clock is the account’s', () => {
  expect(within(() => [call(DateClass, 'now'), call(DateClass.construct([]), 'getTime'), DateClass.apply([0])], 1600000000123.7)).toEqual([
    1600000000123,
    1600000000123,
    'Sun Sep 13 2020 12:26:40 GMT+0000 (Coordinated Universal Time)',
  ]);
});

test.each([
  ['new Date(0).toLocaleString()', '1/1/1970, 12:00:00 AM'],
  ['[-16, 16, 99, 101, 12345, -200000].map(year => new Date(Date.UTC(2000, 5, 7) + new Date(0).setUTCFullYear(year))).every(date => Date.parse(date.toString()) === date.getTime() && Date.parse(date.toUTCString()) === date.getTime())', true],
  ['new Date(NaN) + ""', 'Invalid Date'],
  ['JSON.stringify([new Date(NaN), new Date(0)])', '[null,"1970-01-01T00:00:00.000Z"]'],
  ['JSON.stringify((d => (d.toISOString = () => "mine", d))(new Date(0)))', '"mine"'],
  ['(d => d.setHours({ valueOf: () => (d.setTime(NaN), 1) }))(new Date(0))', 3600000],
  ['(d => (d.setHours({ valueOf: () => (d.setTime(5), 1) }), d.getTime()))(new Date(NaN))', 5],
  ['new Date(1) < new Date(2) && new Date(2) - new Date(1) === 1', true],
  ['new Date({ valueOf: () => "1970-01-02" }).getTime()', 86400000],
])('%s gives %j', (text, result) => {
  expect(runText(text)).toMatchObject({ value: result, error: null });
});

test('an invalid date has no ISO form', () => {
  expect(runText('new Date(NaN).toISOString()').error).toMatchObject({ code: 'PJS459', errorName: 'RangeError' });
});
