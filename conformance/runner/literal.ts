/**
 * The literals after `//=`: what a case expects, written the way a script would write it.
 *
 *   1  -0  NaN  Infinity  'text'  "text"  true  null  undefined  [1, , 3]  { a: 1, 'b c': [] }
 *   ['b'] with { index: 1 }      an array with named properties
 *   function   function map      a function, or one with a name
 *   Date(0)  RegExp(['a', 'g'])  Map([['k', 1]])  Set([1])  Error(['TypeError', 'no'])  String('boxed')
 *   data(68656c6c6f)             bytes        any        whatever it is        1 | undefined    either
 *   hole                         what Pipy 1.5 gives where there is no element
 *   0.1 as '0.10000000000000001' an observed number, and how its implementation writes it
 */
import type { Pair, Tagged } from './tagged.js';

export class LiteralError extends Error {
  constructor(message: string, offset: number) {
    super(`${message} at character ${offset + 1}`);
    this.name = 'LiteralError';
  }
}

/** All values that the text accepts. */
export function readLiteral(text: string): Tagged[] {
  return new LiteralReader(text).readAll();
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' };

class LiteralReader {
  private at = 0;

  constructor(private readonly text: string) {}

  readAll(): Tagged[] {
    const all = [this.readValue()];
    while (this.take('|')) all.push(this.readValue());
    if (this.peek() !== '') this.fail('unexpected text');
    return all;
  }

  private readValue(): Tagged {
    const next = this.peek();
    if (next === "'" || next === '"') return { t: 'string', v: this.readText() };
    if (next === '[') return this.readArray();
    if (next === '{') return { t: 'object', c: 'Object', v: this.readPairs() };
    if (/[-+.\d]/.test(next)) return this.readNumber();
    const word = this.readName();
    switch (word) {
      case 'undefined':
      case 'null':
      case 'any':
      case 'hole':
        return { t: word };
      case 'true':
      case 'false':
        return { t: 'boolean', v: word };
      case 'NaN':
      case 'Infinity':
        return { t: 'number', v: word };
      case 'function':
        return /[A-Za-z_$]/.test(this.peek()) ? { t: 'function', n: this.readName() } : { t: 'function' };
      case 'data':
        return this.readData();
      default:
        return this.readInstance(word);
    }
  }

  private readNumber(): Tagged {
    const match = /^[-+]?(?:Infinity|NaN|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(this.text.slice(this.at));
    if (match === null) return this.fail('not a number');
    this.at += match[0].length;
    const number = Number(match[0]);
    const v = Object.is(number, -0) ? '-0' : String(number);
    if (!this.takeWord('as')) return { t: 'number', v };
    this.peek();
    return { t: 'number', v, as: this.readText() };
  }

  private readArray(): Tagged {
    const items: Tagged[] = [];
    this.expect('[');
    while (!this.take(']')) {
      if (this.take(',')) {
        items.push({ t: 'hole' });
        continue;
      }
      items.push(this.readValue());
      if (!this.take(',')) {
        this.expect(']');
        break;
      }
    }
    return this.takeWord('with') ? { t: 'array', v: items, p: this.readPairs() } : { t: 'array', v: items };
  }

  private readPairs(): Pair[] {
    const pairs: Pair[] = [];
    this.expect('{');
    while (!this.take('}')) {
      const next = this.peek();
      const key = next === "'" || next === '"' ? this.readText() : this.readKey();
      this.expect(':');
      pairs.push([key, this.readValue()]);
      if (!this.take(',')) {
        this.expect('}');
        break;
      }
    }
    return pairs;
  }

  private readData(): Tagged {
    this.expect('(');
    const end = this.text.indexOf(')', this.at);
    const hex = this.text.slice(this.at, end);
    if (end < 0 || !/^(?:[0-9a-f]{2})*$/.test(hex)) this.fail('not pairs of hexadecimal digits');
    this.at = end + 1;
    return { t: 'data', v: hex };
  }

  /** `Name(what it holds)`, `Name{own properties}`, or both. */
  private readInstance(name: string): Tagged {
    let held: Tagged | undefined;
    if (this.take('(')) {
      held = this.readValue();
      this.expect(')');
    } else if (this.peek() !== '{') {
      this.fail(`${name} is not a literal`);
    }
    const pairs = this.peek() === '{' ? this.readPairs() : [];
    return held === undefined ? { t: 'object', c: name, v: pairs } : { t: 'object', c: name, v: pairs, i: held };
  }

  private readText(): string {
    const quote = this.text[this.at];
    let result = '';
    for (let i = this.at + 1; i < this.text.length; i++) {
      const character = this.text[i];
      if (character === quote) {
        this.at = i + 1;
        return result;
      }
      if (character !== '\\') {
        result += character;
        continue;
      }
      const escape = this.text[++i] ?? '';
      if (escape === 'u' || escape === 'x') {
        const digits = this.text.slice(i + 1, i + (escape === 'u' ? 5 : 3));
        if (!/^[0-9a-fA-F]+$/.test(digits)) this.fail('not an escape');
        result += String.fromCharCode(parseInt(digits, 16));
        i += digits.length;
      } else {
        result += escapes[escape] ?? escape;
      }
    }
    return this.fail('a text without an end');
  }

  private readKey(): string {
    const match = /^[\p{L}\p{N}_$.+-]+/u.exec(this.text.slice(this.at));
    if (match === null) return this.fail('no key');
    this.at += match[0].length;
    return match[0];
  }

  private readName(): string {
    const match = /^[A-Za-z_$][\w$]*/.exec(this.text.slice(this.at));
    if (match === null) return this.fail(this.at < this.text.length ? 'unexpected text' : 'no literal');
    this.at += match[0].length;
    this.peek();
    return match[0];
  }

  /** The next character that is not a blank, or ''. */
  private peek(): string {
    while (this.at < this.text.length && ' \t'.includes(this.text[this.at])) this.at++;
    return this.text[this.at] ?? '';
  }

  private take(punctuator: string): boolean {
    if (this.peek() !== punctuator) return false;
    this.at++;
    return true;
  }

  private takeWord(word: string): boolean {
    this.peek();
    if (!this.text.startsWith(word, this.at) || /[\w$]/.test(this.text[this.at + word.length] ?? '')) return false;
    this.at += word.length;
    return true;
  }

  private expect(punctuator: string): void {
    if (!this.take(punctuator)) this.fail(`expected ${punctuator}`);
  }

  private fail(message: string): never {
    throw new LiteralError(message, this.at);
  }
}
