/**
 * Texts in XML become nodes.
 *
 * The library reads; what it tells goes straight into values of ours. Nothing is expanded but the five entities that
 * XML itself has and characters by their numbers: what a DOCTYPE declares is passed over, so nothing grows.
 */
import { SaxesParser } from 'saxes';
import { ArrayObject } from '../../language/evaluate/array.js';
import { apart } from '../../language/evaluate/text.js';
import type { HostObject } from '../../language/evaluate/host-object.js';
import { admit, allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { PlainObject } from '../../language/evaluate/plain-object.js';
import { XmlNode } from './node.js';

/** Elements that may lie in each other: as many can be written. */
const deepest = 500;
/** Units of a text. */
const longest = 16 << 20;
/** Elements, attributes and texts. */
const mostParts = 1 << 20;

/** What the library is given at once: between two pieces the clock is looked at. */
const pieceSize = 4096;
/** What reading a unit is worth: four are one. */
const perUnit = 2;
/** What making something of it is worth. */
const perPart = 10;

/** Stands around what an entity meant, where it was; no text in XML can hold it. */
const mark = '\uffff';

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const malformed = new Error('malformed XML');

/** The document in a text; null where it is not well-formed, or larger than anybody writes. */
export function parseXml(text: string, toValue: (node: XmlNode) => HostObject): HostObject | null {
  if (text.length > longest) return null;
  const reader = new XmlReader(toValue);
  try {
    return reader.read(text);
  } catch (error) {
    if (error !== malformed) throw error;
    return null;
  }
}

class XmlReader {
  private readonly document: ArrayObject;
  private readonly open: ArrayObject[];
  private attributes: PlainObject | null = null;
  private parts = 0;

  constructor(private readonly toValue: (node: XmlNode) => HostObject) {
    allocate(sizes.array);
    this.document = new ArrayObject([]);
    this.open = [this.document];
  }

  read(text: string): HostObject {
    const parser = this.parser();
    for (let at = 0; at < text.length; at += pieceSize) {
      const piece = text.slice(at, at + pieceSize);
      charge((piece.length >> perUnit) + 1);
      parser.write(piece);
    }
    parser.close();
    allocate(sizes.object * 3);
    return this.toValue(new XmlNode('', new PlainObject(), this.document));
  }

  private parser(): SaxesParser {
    const parser = new SaxesParser({ position: false });
    // Its own resolver knows the members of all objects by their names as well.
    (parser as unknown as { parseEntity: (entity: string) => string }).parseEntity = (entity) => mark + resolve(entity) + mark;
    parser.on('error', () => {
      throw malformed;
    });
    parser.on('opentagstart', () => {
      this.attributes = null;
    });
    parser.on('attribute', ({ name, value }) => this.addAttribute(name, value));
    parser.on('opentag', ({ name }) => this.begin(name));
    parser.on('closetag', () => void this.open.pop());
    parser.on('text', (text) => this.addText(text));
    parser.on('cdata', (text) => this.addText(text));
    return parser;
  }

  private addAttribute(name: string, value: string): void {
    this.count();
    if (this.attributes === null) {
      allocate(sizes.object);
      this.attributes = PlainObject.dictionary();
    }
    allocate(sizes.entry + 2 * sizes.string + name.length + value.length);
    this.attributes.setOwn(kept(name), kept(value.replaceAll(mark, '')));
  }

  private begin(name: string): void {
    this.count();
    if (this.open.length > deepest) throw malformed;
    allocate(2 * sizes.object + sizes.array + sizes.string + name.length);
    const children = new ArrayObject([]);
    this.push(this.toValue(new XmlNode(kept(name), this.attributes, children)));
    this.open.push(children);
  }

  /** Texts end at line breaks, which are texts of their own, and at what an entity stood for. */
  private addText(text: string): void {
    // Blanks around the root are no text of anything.
    if (this.open.length === 1) return;
    for (const run of text.split(mark)) {
      let from = 0;
      for (let at = run.indexOf('\n'); at >= 0; at = run.indexOf('\n', from)) {
        this.addRun(run.slice(from, at));
        this.addRun('\n');
        from = at + 1;
      }
      this.addRun(run.slice(from));
    }
  }

  private addRun(text: string): void {
    if (text === '') return;
    this.count();
    allocate(sizes.string + text.length);
    this.push(kept(text));
  }

  private push(child: HostObject | string): void {
    allocate(sizes.element);
    this.open[this.open.length - 1].elements.push(child);
  }

  private count(): void {
    charge(perPart);
    if (++this.parts > mostParts) throw malformed;
  }
}

/** A text that goes to the script: the library's are slices of what it was given. */
function kept(text: string): string {
  return admit(apart(text));
}

/** The character that an entity stands for. */
function resolve(entity: string): string {
  if (!entity.startsWith('#')) {
    const meant = entities.get(entity);
    if (meant === undefined) throw malformed;
    return meant;
  }
  const isHex = entity[1] === 'x';
  const code = numberIn(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  if (!isCharacter(code)) throw malformed;
  return String.fromCodePoint(code);
}

/** The number that digits are, or -1: also where it is larger than any character. */
function numberIn(digits: string, base: number): number {
  let number = 0;
  for (const char of digits) {
    const digit = '0123456789abcdef'.indexOf(char.toLowerCase());
    if (digit < 0 || digit >= base) return -1;
    number = number * base + digit;
    if (number > 0x10ffff) return -1;
  }
  return digits === '' ? -1 : number;
}

/** What XML 1.0 has for characters. */
function isCharacter(code: number): boolean {
  return code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}
