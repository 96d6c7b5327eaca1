/** Nodes become texts in XML. */
import { fail } from '../../language/builtins/arguments.js';
import { ascend, descend, payLonger, payReading } from '../../language/builtins/cost.js';
import { toText } from '../../language/evaluate/convert.js';
import { getMember, ownEnumerableKeys } from '../../language/evaluate/member.js';
import type { Value } from '../../language/evaluate/value.js';
import { hostOf } from '../peers.js';
import { XmlNode } from './node.js';

/** Blanks that may stand for one level. */
const widestSpace = 10;

/** The text of a document; '' where it has not exactly one child, or that is no element. */
export function writeXml(document: XmlNode, space: number): string {
  const root = document.children.elements.length === 1 ? hostOf(document.children.at(0), XmlNode) : null;
  if (root === null) return '';
  const writer = new XmlWriter(Math.max(0, Math.min(widestSpace, Math.trunc(space) || 0)));
  writer.element(root, 0);
  return writer.text;
}

class XmlWriter {
  text = '';
  private readonly open = new Set<XmlNode>();

  constructor(private readonly space: number) {}

  element(node: XmlNode, level: number): void {
    const { name, children } = node;
    if (this.open.has(node)) fail('TypeError', 'PJS563', 'this as XML');
    if (name === '') return;
    this.open.add(node);
    descend();
    const { length } = children.elements;
    this.indent(level);
    this.add(`<${nameOf(name)}`);
    this.attributes(node);
    if (length === 0) {
      this.add('/>');
    } else if (length === 1 && hostOf(children.at(0), XmlNode) === null) {
      this.add('>');
      this.content(children.at(0));
      this.add(`</${name}>`);
    } else {
      this.add('>');
      this.endLine();
      for (let i = 0; i < children.elements.length; i++) this.child(children.at(i), level + 1);
      this.indent(level);
      this.add(`</${name}>`);
    }
    this.endLine();
    ascend();
    this.open.delete(node);
  }

  private child(value: Value, level: number): void {
    const node = hostOf(value, XmlNode);
    if (node !== null) {
      this.element(node, level);
      return;
    }
    this.indent(level);
    this.content(value);
    this.endLine();
  }

  private attributes({ attributes }: XmlNode): void {
    if (attributes === null) return;
    for (const key of ownEnumerableKeys(attributes)) {
      const value = toText(getMember(attributes, key));
      payReading(value.length);
      this.add(` ${nameOf(key)}="`);
      for (const part of escaped(value)) this.add(part);
      this.add('"');
    }
  }

  /** Text; what would mean something else in XML stands in sections where it does not. */
  private content(value: Value): void {
    const text = toText(value);
    payReading(text.length);
    if (!hasAny(text, '<>&')) {
      this.add(text);
      return;
    }
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf(']]>', at);
      const next = end < 0 ? text.length : end + 2;
      this.add(`<![CDATA[${text.slice(at, next)}]]>`);
      at = next;
    }
  }

  private indent(level: number): void {
    if (this.space > 0) this.add(' '.repeat(this.space * level));
  }

  private endLine(): void {
    if (this.space > 0) this.add('\n');
  }

  private add(text: string): void {
    payLonger(this.text.length, text.length);
    this.text += text;
  }
}

/** What means something in the value of an attribute, or would be read as a blank. */
const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['"', '&quot;'],
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
]);

function* escaped(text: string): Generator<string> {
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const escape = escapes.get(text[i]);
    if (escape === undefined) continue;
    yield text.slice(from, i) + escape;
    from = i + 1;
  }
  yield text.slice(from);
}

/** A name that ends nothing: what comes from outside could otherwise write elements of its own. */
function nameOf(name: string): string {
  payReading(name.length);
  return name === '' || hasAny(name, ' \t\r\n<>&"\'/=') ? fail('TypeError', 'PJS564', name) : name;
}

function hasAny(text: string, chars: string): boolean {
  for (const char of text) if (chars.includes(char)) return true;
  return false;
}
