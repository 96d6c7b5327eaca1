/** Values as a person reads them: the answers of `eval` and of the prompt. Runs no script. */
import { BoxedObject } from '../language/builtins/boxed.js';
import { DateObject } from '../language/builtins/date.js';
import { invalidDate, isoText } from '../language/builtins/date-text.js';
import { MapObject } from '../language/builtins/map.js';
import { PromiseObject } from '../language/builtins/promise-object.js';
import { SetObject } from '../language/builtins/set.js';
import { ArrayObject, hole } from '../language/evaluate/array.js';
import { numberToText } from '../language/evaluate/convert.js';
import { ErrorObject, errorText } from '../language/evaluate/error-object.js';
import { BuiltinFunction, ClassObject, FunctionObject } from '../language/evaluate/function.js';
import { HostObject, NamespaceObject } from '../language/evaluate/host-object.js';
import { IntObject } from '../language/evaluate/int-object.js';
import { getMember, ownEnumerableKeys } from '../language/evaluate/member.js';
import type { ScriptObject } from '../language/evaluate/object.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { harmless } from '../language/source/code-frame.js';
import { Data } from '../stream/bytes/data.js';
import { hostOf } from './peers.js';

/** A list of this many columns stands on one line. */
const lineWidth = 76;
/** What is nested deeper is not shown. */
const maxDepth = 16;
/** Of longer lists and texts the rest is counted. */
const maxItems = 1000;
const maxBytes = 4096;
const maxText = 10_000;
/** What is shared is shown as often as it is met: these two bound the whole. */
const maxValues = 20_000;
const maxTextOfAll = 1_000_000;

/** What a stretch of the text stands for: it may have a colour of its own. */
export type Look = 'number' | 'string' | 'boolean' | 'nothing' | 'function' | 'note';
export type Paint = (look: Look, text: string) => string;

/** `value` in the notation of the language where it has one. A text at the top stands without quotes. */
export function inspect(value: Value): string {
  return typeof value === 'string' ? value : inspectQuoted(value);
}

/** The same, where a text at the top has quotes too; `paint` may give it colours (ANSI's). */
export function inspectQuoted(value: Value, paint: Paint = (_, text) => text): string {
  return show(value, 0, new Around([], paint, { values: maxValues, text: maxTextOfAll }));
}

/** The objects around a value, from the outermost on, and what is the same all over. */
class Around {
  constructor(
    private readonly objects: readonly ScriptObject[],
    readonly paint: Paint,
    readonly left: { values: number; text: number },
  ) {}

  get length(): number {
    return this.objects.length;
  }

  includes(value: ScriptObject): boolean {
    return this.objects.includes(value);
  }

  with(value: ScriptObject): Around {
    return new Around([...this.objects, value], this.paint, this.left);
  }

  /** As much of a text as may be shown. */
  cut(text: string): string {
    const length = Math.min(text.length, maxText, this.left.text);
    this.left.text -= length;
    return text.slice(0, length);
  }
}

function show(value: Value, indent: number, around: Around): string {
  const { paint, left } = around;
  if (left.values-- <= 0) return paint('note', '…');
  if (typeof value === 'string') return showText(value, around);
  if (typeof value === 'number') return paint('number', Object.is(value, -0) ? '-0' : numberToText(value));
  if (typeof value !== 'object' || value === null) return paint(typeof value === 'boolean' ? 'boolean' : 'nothing', String(value));
  if (around.includes(value)) return paint('note', '[circular]');
  if (value instanceof FunctionObject) return paint('function', showFunction(value, around));
  if (value instanceof NamespaceObject) return paint('note', `[namespace ${value.class.name}]`);
  if (value instanceof BoxedObject) return `[${value.class.name}: ${show(value.primitive, indent, around)}]`;
  if (value instanceof IntObject) return `[Int ${value.type}: ${paint('number', String(value.value))}]`;
  const data = hostOf(value, Data);
  if (data !== null) return showData(data, around);
  if (around.length >= maxDepth) return paint('note', '…');
  const inside = around.with(value);
  if (value instanceof ArrayObject) {
    const elements = value.elements.slice(0, maxItems).map((item) => (item === hole ? '' : show(item, indent + 2, inside)));
    if (value.elements.length > maxItems) elements.push(`… ${value.elements.length - maxItems} more`);
    return list('[', [...elements, ...fields(value, value.ownKeys(), indent, inside)], ']', indent, '');
  }
  const keys = ownEnumerableKeys(value);
  const shown = [...heldItems(value, indent, inside), ...fields(value, keys.slice(0, maxItems), indent, inside)];
  if (keys.length > maxItems) shown.push(`… ${keys.length - maxItems} more`);
  if (value instanceof ErrorObject) return `${showLines(errorText(value), around)}${shown.length === 0 ? '' : ` ${list('{', shown, '}', indent, ' ')}`}`;
  if (value instanceof DateObject) return `${showTime(value.time)}${shown.length === 0 ? '' : ` ${list('{', shown, '}', indent, ' ')}`}`;
  const name = value instanceof PlainObject ? '' : `${value.class.name} `;
  if (value instanceof HostObject && shown.length === 0) return `${value.class.name} {}`;
  return name + list('{', shown, '}', indent, ' ');
}

/** What a map, a set, a promise or an error holds. */
function heldItems(value: ScriptObject, indent: number, inside: Around): string[] {
  if (value instanceof PromiseObject) {
    if (value.state === 'pending') return ['pending'];
    return [value.state === 'rejected' ? `rejected: ${show(value.value, indent + 2, inside)}` : show(value.value, indent + 2, inside)];
  }
  if (value instanceof ErrorObject) return value.cause === undefined ? [] : [`cause: ${show(value.cause, indent + 2, inside)}`];
  if (!(value instanceof MapObject || value instanceof SetObject)) return [];
  const { size } = value.held;
  const shown: string[] = [];
  for (const item of value instanceof MapObject ? value.entries() : value.items()) {
    if (shown.length === maxItems) return [...shown, `… ${size - maxItems} more`];
    shown.push(Array.isArray(item) ? item.map((part: Value) => show(part, indent + 2, inside)).join(' => ') : show(item, indent + 2, inside));
  }
  return shown;
}

function showTime(time: number): string {
  return Number.isNaN(time) ? invalidDate : `Date ${isoText(new Date(time))}`;
}

function fields(value: ScriptObject, keys: readonly string[], indent: number, inside: Around): string[] {
  return keys.map((key) => `${isName(key) ? inside.cut(key) : quote(inside.cut(key))}: ${show(getMember(value, key), indent + 2, inside)}`);
}

function list(open: string, items: readonly string[], close: string, indent: number, pad: string): string {
  if (items.length === 0) return open + close;
  const line = `${open}${pad}${items.join(', ')}${pad}${close}`;
  if (!line.includes('\n') && widthOf(line) + indent <= lineWidth) return line;
  const space = ' '.repeat(indent);
  return `${open}\n${items.map((item) => `${space}  ${item},\n`).join('')}${space}${close}`;
}

/** How many characters of a line are seen: those of `\x1b[…m`, which give colours, are not. */
function widthOf(line: string): number {
  let width = line.length;
  for (let at = line.indexOf('\x1b['); at >= 0; at = line.indexOf('\x1b[', at + 1)) width -= line.indexOf('m', at) + 1 - at;
  return width;
}

function showText(text: string, around: Around): string {
  const shown = around.cut(text);
  const quoted = around.paint('string', quote(shown));
  return shown.length === text.length ? quoted : `${quoted} ${around.paint('note', `… ${text.length - shown.length} more`)}`;
}

/** The source of a script's function: its line ends stay, what a terminal would obey does not. */
function showFunction(value: FunctionObject, around: Around): string {
  if (value instanceof ClassObject) return `[class ${value.name}]`;
  if (value instanceof BuiltinFunction) return `[function ${value.name}]`;
  return showLines(value.toSource(), around);
}

function showLines(text: string, around: Around): string {
  const shown = around.cut(text);
  return shown.split('\n').map(harmless).join('\n') + (shown.length < text.length ? ' …' : '');
}

function showData(data: Data, { paint, left }: Around): string {
  const bytes = data.slice(0, Math.min(maxBytes, left.text)).toBuffer();
  left.text -= bytes.length;
  const text = bytes.toString();
  const readable = Buffer.from(text).equals(bytes);
  const shown = paint('string', readable ? quote(text) : `<${bytes.toString('hex')}>`);
  return data.size > bytes.length ? `Data ${shown} … ${data.size - bytes.length} more` : `Data ${shown}`;
}

/** Whether a key can be written after a dot. */
export function isName(key: string): boolean {
  if (key === '') return false;
  for (let i = 0; i < key.length; i++) {
    const char = key.charAt(i);
    const letter = (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || char === '_' || char === '$';
    if (!letter && (i === 0 || char < '0' || char > '9')) return false;
  }
  return true;
}

const escapes = new Map([
  ["'", "\\'"],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function quote(text: string): string {
  let quoted = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code < 0x20 || code === 0x7f) quoted += escapes.get(char) ?? `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code >= 0xd800 && code <= 0xdfff) quoted += `\\u${code.toString(16)}`;
    else quoted += escapes.get(char) ?? char;
  }
  return `'${quoted}'`;
}
