/**
 * Reads the texts of dates (ECMA-262 21.4.1.32 and 21.4.3.2): the ISO form, what dates write themselves, and
 * the forms that are met in HTTP and in logs. Texts without a zone are of UTC, the only one there is.
 */
import { payReading } from './cost.js';

/** What fields hold together. */
interface Fields {
  /** Year, month from 1, and day. */
  date: readonly [year: number, month: number, day: number];
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** Minutes that the zone is ahead of UTC. */
  zone: number;
}

/** Milliseconds since 1970, or NaN where `text` is no date. */
export function parseDate(text: string): number {
  payReading(text.length);
  const trimmed = text.trim();
  const fields = new IsoReader(trimmed).read() ?? new LooseReader(trimmed).read();
  return fields === null ? NaN : timeOf(fields);
}

function timeOf({ date: [year, month, day], hour, minute, second, millisecond, zone }: Fields): number {
  if (month < 1 || month > 12 || day < 1 || day > 31) return NaN;
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && minute + second + millisecond > 0)) return NaN;
  // A host's date takes years below 100 as they are only by its setter, and its range is checked last.
  const time = new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute - zone) * 60 + second) * 1000 + millisecond;
  return new Date(time).getTime();
}

class Scanner {
  protected at = 0;

  constructor(protected readonly text: string) {}

  protected get rest(): number {
    return this.text.length - this.at;
  }

  protected peek(): string {
    return this.text.charAt(this.at);
  }

  protected take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at++;
    return true;
  }

  /** The digits from here on, at most `most`. */
  protected digits(most: number): string {
    const start = this.at;
    while (this.at - start < most && isDigit(this.peek())) this.at++;
    return this.text.slice(start, this.at);
  }

  /** The beginning of a fraction of a second, as whole milliseconds. */
  protected milliseconds(): number | null {
    const digits = this.digits(Infinity);
    return digits === '' ? null : Number(digits.slice(0, 3).padEnd(3, '0'));
  }
}

/** `2020-01-31T23:59:59.999Z` and its shorter forms. */
class IsoReader extends Scanner {
  read(): Fields | null {
    const year = this.year();
    if (year === null) return null;
    const month = this.take('-') ? this.two() : 1;
    const day = month !== null && this.text.charAt(this.at - 3) === '-' && this.take('-') ? this.two() : 1;
    if (month === null || day === null) return null;
    const fields: Fields = { date: [year, month, day], hour: 0, minute: 0, second: 0, millisecond: 0, zone: 0 };
    if ((this.take('T') || this.take('t')) && !this.time(fields)) return null;
    return this.rest === 0 ? fields : null;
  }

  private year(): number | null {
    const sign = this.take('+') ? 1 : this.take('-') ? -1 : 0;
    const length = sign === 0 ? 4 : 6;
    const digits = this.digits(length);
    const year = Number(digits);
    if (digits.length < length || (sign < 0 && year === 0)) return null;
    return sign < 0 ? -year : year;
  }

  private time(fields: Fields): boolean {
    const hour = this.two();
    const minute = this.take(':') ? this.two() : null;
    const second = this.take(':') ? this.two() : 0;
    if (hour === null || minute === null || second === null) return false;
    const millisecond = this.text.charAt(this.at - 6) === ':' && this.take('.') ? this.milliseconds() : 0;
    if (millisecond === null) return false;
    Object.assign(fields, { hour, minute, second, millisecond });
    return this.rest === 0 || this.zone(fields);
  }

  private zone(fields: Fields): boolean {
    if (this.take('Z') || this.take('z')) return true;
    const sign = this.take('+') ? 1 : this.take('-') ? -1 : 0;
    const hour = this.two();
    const minute = this.take(':') ? this.two() : null;
    if (sign === 0 || hour === null || minute === null || hour > 23 || minute > 59) return false;
    fields.zone = sign * (hour * 60 + minute);
    return true;
  }

  private two(): number | null {
    const digits = this.digits(2);
    return digits.length < 2 ? null : Number(digits);
  }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** Hours that a named zone is ahead of UTC. */
const zones = new Map([
  ['z', 0],
  ['ut', 0],
  ['utc', 0],
  ['gmt', 0],
  ['est', -5],
  ['edt', -4],
  ['cst', -6],
  ['cdt', -5],
  ['mst', -7],
  ['mdt', -6],
  ['pst', -8],
  ['pdt', -7],
]);

/** A number, and of how many digits it was written. */
interface Written {
  readonly value: number;
  readonly length: number;
}

/**
 * Numbers, words and a time in any order: `Thu Jan 01 1970 00:00:00 GMT+0000 (…)`, `Sun, 06 Nov 1994 08:49:37 GMT`,
 * `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`, `11/6/1994`, `1994/11/6 8:49 AM`.
 */
class LooseReader extends Scanner {
  private readonly numbers: Written[] = [];
  private month = 0;
  private time: { hour: number; minute: number; second: number; millisecond: number } | null = null;
  private half: 'am' | 'pm' | null = null;
  private zone: number | null = null;

  read(): Fields | null {
    while (this.rest > 0) if (!this.part()) return null;
    const date = this.date();
    const { hour, minute, second, millisecond } = this.time ?? { hour: 0, minute: 0, second: 0, millisecond: 0 };
    if (date === null || (this.half !== null && (this.time === null || hour < 1 || hour > 12))) return null;
    const of24 = this.half === null ? hour : (hour % 12) + (this.half === 'pm' ? 12 : 0);
    return { date, hour: of24, minute, second, millisecond, zone: this.zone ?? 0 };
  }

  private part(): boolean {
    const char = this.peek();
    if (char === '(') return this.comment();
    if (isDigit(char)) return this.number();
    if (isLetter(char)) return this.word();
    if ((char === '+' || char === '-') && (this.time !== null || this.zone !== null)) return this.offset();
    if (char === '-' && this.beginsYear()) return this.negativeYear();
    const separates = ' ,/\t'.includes(char) || (char === '-' && (this.numbers.length > 0 || this.month > 0));
    if (separates) this.at++;
    return separates;
  }

  /** What stands in brackets, which nest, means nothing. */
  private comment(): boolean {
    let depth = 0;
    do {
      const char = this.peek();
      depth += char === '(' ? 1 : char === ')' ? -1 : 0;
      this.at++;
    } while (depth > 0 && this.rest > 0);
    return depth === 0;
  }

  private number(): boolean {
    const digits = this.digits(9);
    if (isDigit(this.peek())) return false;
    if (this.take(':')) return this.clock(Number(digits));
    this.numbers.push({ value: Number(digits), length: digits.length });
    return this.numbers.length <= 3;
  }

  /** Dates write a year before year 0 as `Jan 01 -0016`. */
  private beginsYear(): boolean {
    return this.month > 0 && this.numbers.length === 1 && this.text.charAt(this.at - 1) === ' ' && isDigit(this.text.charAt(this.at + 4));
  }

  private negativeYear(): boolean {
    this.at++;
    const digits = this.digits(6);
    this.numbers.push({ value: -Number(digits), length: digits.length });
    return !isDigit(this.peek());
  }

  private clock(hour: number): boolean {
    const minute = this.digits(2);
    const second = this.take(':') ? this.digits(2) : '0';
    const millisecond = this.take('.') ? this.milliseconds() : 0;
    if (this.time !== null || minute === '' || second === '' || millisecond === null) return false;
    this.time = { hour, minute: Number(minute), second: Number(second), millisecond };
    return true;
  }

  private word(): boolean {
    const start = this.at;
    while (isLetter(this.peek())) this.at++;
    const word = this.text.slice(start, Math.min(this.at, start + 16)).toLowerCase();
    const month = months.indexOf(word.slice(0, 3)) + 1;
    if (month > 0) {
      if (this.month > 0) return false;
      this.month = month;
    } else if (word === 'am' || word === 'pm') {
      if (this.half !== null) return false;
      this.half = word;
    } else if (zones.has(word)) {
      this.zone = zones.get(word)! * 60;
    } else {
      // The `T` of the ISO form, after a date in a looser one.
      return days.includes(word.slice(0, 3)) || (word === 't' && this.numbers.length > 0 && this.time === null);
    }
    return true;
  }

  /** `+0100`, `+01:00` or `+1`. */
  private offset(): boolean {
    const sign = this.take('+') ? 1 : -1;
    this.take('-');
    const digits = this.digits(4);
    const minutes = this.take(':') ? this.digits(2) : digits.slice(-2).slice(digits.length > 2 ? 0 : 2);
    const hours = digits.length > 2 ? digits.slice(0, -2) : digits;
    if (digits === '' || isDigit(this.peek())) return false;
    this.zone = sign * (Number(hours) * 60 + Number(minutes));
    return true;
  }

  /** Day and year with a month's name; else year, month, day or month, day, year, as the first number says. */
  private date(): Fields['date'] | null {
    const [first, second, third] = this.numbers;
    if (first === undefined) return null;
    if (this.month > 0) {
      if (third !== undefined) return null;
      if (second === undefined) return [2001, this.month, first.value];
      return isDay(first) ? [fullYear(second), this.month, first.value] : [fullYear(first), this.month, second.value];
    }
    if (!isDay(first)) return [fullYear(first), second?.value ?? 1, third?.value ?? 1];
    return [third === undefined ? 2001 : fullYear(third), first.value, second?.value ?? 1];
  }
}

/** Years of two digits are from 1950 to 2049. */
function fullYear({ value, length }: Written): number {
  if (length > 2) return value;
  return value < 50 ? value + 2000 : value + 1900;
}

function isDay({ value }: Written): boolean {
  return value >= 1 && value <= 31;
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isLetter(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
}
