/**
 * JSON texts become values (ECMA-404, ECMA-262 25.5.1): a reader of our own, whose own stack holds the
 * arrays and objects that are open, so that no nesting is too deep for it.
 */
import { ArrayObject } from '../evaluate/array.js';
import { admit, allocate, charge, sizes } from '../evaluate/meter.js';
import { PlainObject } from '../evaluate/plain-object.js';
import { cut } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { payElements } from './cost.js';
import { hexValue } from './uri.js';

/** Making an array or an object is worth so many steps. */
const perObject = 4;

/**
 * The value that a JSON text stands for; undefined, which none stands for, when it is malformed: then
 * `tell` is told the offset from which on it is.
 */
export function parseJson(text: string, tell?: (offset: number) => void): Value {
  charge(text.length >> 2);
  const reader = new JsonReader(text);
  try {
    return reader.read();
  } catch (error) {
    if (error !== malformed) throw error;
    tell?.(reader.at);
    return undefined;
  }
}

const malformed = new Error('malformed JSON');

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;

/** An array or object that is open, and the key whose value is to come. */
interface Open {
  readonly array: Value[] | null;
  readonly object: PlainObject | null;
  key: string;
}

class JsonReader {
  /** How far it has read. */
  at = 0;

  constructor(private readonly text: string) {}

  read(): Value {
    const outer: Open[] = [];
    let open: Open | null = null;
    for (;;) {
      let value: Value;
      const begun: Open | null = this.begin();
      if (begun === null) {
        value = this.readScalar();
      } else {
        if (open !== null) outer.push(open);
        open = begun;
        if (!this.skip(closingOf(open))) {
          if (open.object !== null) open.key = this.readKey();
          continue;
        }
        value = valueOf(open);
        open = outer.pop() ?? null;
      }
      while (open !== null) {
        this.add(open, value);
        if (this.skip(comma)) {
          if (open.object !== null) open.key = this.readKey();
          break;
        }
        if (!this.skip(closingOf(open))) throw malformed;
        value = valueOf(open);
        open = outer.pop() ?? null;
      }
      if (open === null) return this.end(value);
    }
  }

  /** The array or object that begins here, or null. */
  private begin(): Open | null {
    if (this.skip(0x5b)) {
      charge(perObject);
      allocate(sizes.array);
      return { array: [], object: null, key: '' };
    }
    if (this.skip(0x7b)) {
      charge(perObject);
      allocate(sizes.object);
      return { array: null, object: PlainObject.dictionary(), key: '' };
    }
    return null;
  }

  private add(open: Open, value: Value): void {
    if (open.array !== null) {
      payElements(open.array.length, 1);
      open.array.push(value);
    } else {
      allocate(sizes.entry);
      open.object!.setOwn(open.key, value);
    }
  }

  private end(value: Value): Value {
    this.skipSpace();
    if (this.at < this.text.length) throw malformed;
    return value;
  }

  private readKey(): string {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== quote) throw malformed;
    const key = this.readString();
    if (!this.skip(0x3a)) throw malformed;
    return key;
  }

  private readScalar(): Value {
    switch (this.text.charCodeAt(this.at)) {
      case quote:
        return this.readString();
      case 0x74:
        return this.readWord('true', true);
      case 0x66:
        return this.readWord('false', false);
      case 0x6e:
        return this.readWord('null', null);
      default:
        return this.readNumber();
    }
  }

  private readWord(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw malformed;
    this.at += word.length;
    return value;
  }

  private readNumber(): number {
    const { text } = this;
    const start = this.at;
    if (text.charCodeAt(start) === minus) this.at++;
    const first = this.at;
    let whole = 0;
    for (let digit = digitAt(text, first); digit >= 0; digit = digitAt(text, ++this.at)) whole = whole * 10 + digit;
    const count = this.at - first;
    if (count === 0 || (count > 1 && text.charCodeAt(first) === 0x30)) throw malformed;
    const next = text.charCodeAt(this.at);
    if (count <= 15 && next !== point && (next | 0x20) !== 0x65) return start === first ? whole : -whole;
    if (next === point) {
      this.at++;
      this.skipDigits();
    }
    if ((text.charCodeAt(this.at) | 0x20) === 0x65) {
      this.at++;
      const sign = text.charCodeAt(this.at);
      if (sign === minus || sign === 0x2b) this.at++;
      this.skipDigits();
    }
    return Number(text.slice(start, this.at));
  }

  /** One digit or more. */
  private skipDigits(): void {
    const start = this.at;
    while (digitAt(this.text, this.at) >= 0) this.at++;
    if (this.at === start) throw malformed;
  }

  private readString(): string {
    const { text } = this;
    const start = ++this.at;
    for (let i = start; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === quote) {
        this.at = i + 1;
        return cut(text, start, i);
      }
      if (unit === backslash) return this.readEscaped(start, i);
      if (unit < 0x20) throw malformed;
    }
    throw malformed;
  }

  /** The string that began at `start` and has its first escape at `at`. */
  private readEscaped(start: number, at: number): string {
    const { text } = this;
    let result = '';
    let from = start;
    for (let i = at; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === quote) {
        this.at = i + 1;
        result += text.slice(from, i);
        allocate(sizes.string + result.length);
        return admit(result);
      }
      if (unit < 0x20) throw malformed;
      if (unit !== backslash) continue;
      result += text.slice(from, i);
      i++;
      if (text.charCodeAt(i) === 0x75) {
        result += String.fromCharCode(this.readHex(i + 1));
        i += 4;
      } else {
        const meant = escapes.get(text.charAt(i));
        if (meant === undefined) throw malformed;
        result += meant;
      }
      from = i + 1;
    }
    throw malformed;
  }

  private readHex(at: number): number {
    let value = 0;
    for (let i = at; i < at + 4; i++) {
      const digit = hexValue(this.text.charCodeAt(i));
      if (digit < 0) throw malformed;
      value = value * 16 + digit;
    }
    return value;
  }

  /** Takes a punctuator, and the blanks before it, if it comes next. */
  private skip(unit: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== unit) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at++;
    }
  }
}

const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function closingOf(open: Open): number {
  return open.array !== null ? 0x5d : 0x7d;
}

function valueOf(open: Open): Value {
  return open.array !== null ? new ArrayObject(open.array) : open.object!;
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 0x30;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
