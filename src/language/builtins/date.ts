/** `Date` (ECMA-262 21.4). UTC is the only zone: what is local elsewhere is of UTC here. */
import type { Since } from '../../definition/definition.js';
import { currentAccount } from '../evaluate/activation.js';
import type { ClassDescriptor } from '../evaluate/class.js';
import { toNumber, toPrimitive, toText } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { FunctionObject } from '../evaluate/function.js';
import { getMember } from '../evaluate/member.js';
import type { HeapWalk } from '../evaluate/heap-walk.js';
import { allocate, sizes } from '../evaluate/meter.js';
import { OrdinaryObject } from '../evaluate/object.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { payText } from './cost.js';
import { parseDate } from './date-parse.js';
import { dateText, dayText, invalidDate, isoText, localDayText, localTimeText, timeText, utcText } from './date-text.js';
import { costing, defineClass, describeClass, method, variadic } from './define.js';
import { objectClass } from './object.js';

export class DateObject extends OrdinaryObject {
  constructor(
    /** Milliseconds since 1970, NaN when invalid. */
    public time: number,
  ) {
    super();
  }

  override get class(): ClassDescriptor {
    return dateClass;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.value(this.time);
  }
}

/** ECMA-262 TimeClip. */
function clip(time: number): number {
  return new Date(time).getTime();
}

function now(): number {
  return clip(currentAccount().clock());
}

/** Fields of UTC: year, month, and if given day, hours, minutes, seconds, milliseconds. */
function fromFields(args: readonly Value[]): number {
  const [year = NaN, ...rest] = args.slice(0, 7).map(toNumber);
  return rest.length === 0 ? Date.UTC(year, 0) : Date.UTC(year, ...(rest as [number]));
}

function timeFrom(args: readonly Value[]): number {
  if (args.length === 0) return now();
  if (args.length > 1) return fromFields(args);
  const [value] = args;
  if (value instanceof DateObject) return value.time;
  const primitive = toPrimitive(value, 'default');
  return typeof primitive === 'string' ? parseDate(primitive) : clip(toNumber(primitive));
}

function construct(args: readonly Value[]): Value {
  const time = timeFrom(args);
  allocate(sizes.object);
  return new DateObject(time);
}

/** A field: its name in methods, how many arguments its setter takes, and what reads and writes it on a host's date. */
interface Field {
  readonly name: string;
  readonly most: number;
  readonly what: string;
  readonly get: (date: Date) => number;
  readonly set: ((date: Date, numbers: [number]) => number) | null;
}

const fields: readonly Field[] = [
  { name: 'Date', most: 1, what: 'the day of the month', get: (date) => date.getUTCDate(), set: (date, numbers) => date.setUTCDate(...numbers) },
  { name: 'Day', most: 0, what: 'the day of the week, 0 on Sundays', get: (date) => date.getUTCDay(), set: null },
  { name: 'FullYear', most: 3, what: 'the year', get: (date) => date.getUTCFullYear(), set: (date, numbers) => date.setUTCFullYear(...numbers) },
  { name: 'Hours', most: 4, what: 'the hour', get: (date) => date.getUTCHours(), set: (date, numbers) => date.setUTCHours(...numbers) },
  { name: 'Milliseconds', most: 1, what: 'the milliseconds', get: (date) => date.getUTCMilliseconds(), set: (date, numbers) => date.setUTCMilliseconds(...numbers) },
  { name: 'Minutes', most: 3, what: 'the minutes', get: (date) => date.getUTCMinutes(), set: (date, numbers) => date.setUTCMinutes(...numbers) },
  { name: 'Month', most: 2, what: 'the month, 0 in January', get: (date) => date.getUTCMonth(), set: (date, numbers) => date.setUTCMonth(...numbers) },
  { name: 'Seconds', most: 2, what: 'the seconds', get: (date) => date.getUTCSeconds(), set: (date, numbers) => date.setUTCSeconds(...numbers) },
];

/** The methods of a field, under its name and under that with `UTC`. */
function methodsOf({ name, most, what, get, set }: Field) {
  const kinds: readonly [prefix: string, since: Since][] = [
    ['', '0.22'],
    ['UTC', 'pipyjs'],
  ];
  return kinds.flatMap(([prefix, since]) => {
    const getter = method(`get${prefix}${name}`, 0, (self) => get(hostDate(self)), `Gives ${what}, of UTC.`, since);
    if (set === null) return [getter];
    const run = (self: Value, args: readonly Value[]) => setField(self as DateObject, args.slice(0, most), name === 'FullYear', set);
    return [getter, variadic(`set${prefix}${name}`, most, run, `Sets ${what}, of UTC${most > 1 ? ', and the smaller fields that are given' : ''}.`, since)];
  });
}

/** Converting the arguments may run script that sets the same date: what counts is the time before. */
function setField(self: DateObject, args: readonly Value[], revives: boolean, set: NonNullable<Field['set']>): number {
  const { time } = self;
  const numbers = (args.length === 0 ? [NaN] : args.map(toNumber)) as [number];
  if (Number.isNaN(time) && !revives) return NaN;
  return (self.time = set(new Date(time), numbers));
}

function hostDate(self: Value): Date {
  return new Date((self as DateObject).time);
}

function writer(write: (date: Date) => string): (self: Value) => Value {
  return (self) => {
    payText(64);
    return Number.isNaN((self as DateObject).time) ? invalidDate : write(hostDate(self));
  };
}

function toIso(self: Value): Value {
  if (Number.isNaN((self as DateObject).time)) fail('RangeError', 'PJS459');
  payText(32);
  return isoText(hostDate(self));
}

function toJson(self: Value): Value {
  const primitive = toPrimitive(self, 'number');
  if (typeof primitive === 'number' && !Number.isFinite(primitive)) return null;
  const write = getMember(self, 'toISOString');
  if (!(write instanceof FunctionObject)) fail('TypeError', 'PJS402', describe(write));
  return write.call(0, undefined, undefined, undefined);
}

function setTime(self: Value, value: Value): Value {
  return ((self as DateObject).time = clip(toNumber(value)));
}

const dateClass = describeClass(
  'Date',
  [
    ...fields.flatMap(methodsOf),
    method('getTime', 0, (self) => (self as DateObject).time, 'Gives the milliseconds since 1970.'),
    method('getTimezoneOffset', 0, (self) => (self as DateObject).time - (self as DateObject).time, 'Gives 0: the zone is UTC.', 'pipyjs'),
    method('setTime', 1, setTime, 'Sets the milliseconds since 1970.'),
    method('toDateString', 0, writer(dayText), 'Writes the day: `Thu Jan 01 1970`.'),
    method('toISOString', 0, toIso, 'Writes `1970-01-01T00:00:00.000Z`.'),
    method('toJSON', 1, toJson, 'What JSON has for a date: its ISO form, or null.', 'pipyjs'),
    method('toLocaleDateString', 0, writer(localDayText), 'Writes the day as `1/31/1970`.', 'pipyjs'),
    method('toLocaleString', 0, writer((date) => `${localDayText(date)}, ${localTimeText(date)}`), 'Writes `1/31/1970, 1:05:00 PM`.', 'pipyjs'),
    method('toLocaleTimeString', 0, writer(localTimeText), 'Writes the time as `1:05:00 PM`.', 'pipyjs'),
    method('toString', 0, writer(dateText), 'Writes day, time and zone.'),
    method('toTimeString', 0, writer(timeText), 'Writes time and zone.'),
    method('toUTCString', 0, writer(utcText), 'Writes `Thu, 01 Jan 1970 00:00:00 GMT`.'),
    method('valueOf', 0, (self) => (self as DateObject).time, 'Gives the milliseconds since 1970.'),
  ],
  { parent: objectClass },
);

export const date = defineClass({
  name: 'Date',
  since: '0.22',
  cost: 'n',
  doc: 'A moment, to the millisecond.',
  length: 7,
  descriptor: dateClass,
  statics: [
    variadic('UTC', 7, (_, args) => fromFields(args), 'Gives the milliseconds since 1970 of a moment by its fields.', 'pipyjs'),
    method('now', 0, now, 'Gives the milliseconds since 1970.'),
    ...costing('n', [method('parse', 1, (_, text) => parseDate(toText(text)), 'Gives the milliseconds since 1970 of a moment that is written as text.', 'pipyjs')]),
  ],
  construct,
  call: () => writer(dateText)(new DateObject(now())),
  hasInstance: (value) => value instanceof DateObject,
});
