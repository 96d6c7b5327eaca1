/** `XML`: documents as trees of nodes. */
import { accessor, constant, costing, defineClass, defineNamespace } from '../../language/builtins/define.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';
import { XmlNode } from '../xml/node.js';
import { parseXml } from '../xml/parse.js';
import { writeXml } from '../xml/write.js';
import { dataFromText, dataToValue, textFromData } from './data.js';

const of = (self: Value): XmlNode => (self as HostObject<XmlNode>).host;

const nodeDescriptor = describeApi(
  'Node',
  [
    accessor('name', (self) => of(self).name, "The element's name; '' of a document."),
    accessor('attributes', (self) => of(self).attributes, 'The attributes as an object; null where there are none.'),
    accessor('children', (self) => of(self).children, 'Nodes and texts, in an array. Line breaks, and characters that were written as entities, are texts of their own.'),
  ],
  ['name', 'attributes', 'children'],
);

const taken = {
  name: api('text', 'The name.'),
  attributes: api('object', 'The attributes.', { optional: true }),
  children: api('list', 'Nodes and texts.', { optional: true }),
};

const nodeClass = defineClass({
  name: 'Node',
  since: '0.22',
  doc: 'An element: `new XML.Node(name, attributes, children)`. With the name `\'\'` a document, whose only child is its root.',
  length: 1,
  descriptor: nodeDescriptor,
  construct: (args) => {
    const { name, attributes, children } = matchRecord(taken, args);
    allocate(2 * sizes.object + sizes.array);
    return toValue(new XmlNode(name as string, (attributes as ScriptObject | undefined) ?? null, (children as ArrayObject | undefined) ?? new ArrayObject([])));
  },
  hasInstance: (value) => hostOf(value, XmlNode) !== null,
});

function toValue(node: XmlNode): HostObject {
  return new HostObject(nodeDescriptor, node);
}

function decode(value: Value): Value {
  if (value === null || value === undefined) return null;
  const data = hostOf(value, Data);
  if (data === null) return complain('PJS502', '1', 'an instance of Data');
  const text = textOf(data);
  return text === undefined ? null : parseXml(text.startsWith('\ufeff') ? text.slice(1) : text, toValue);
}

/** Bytes at the begin of a document that its declaration may take. */
const longestDeclaration = 200;

/** The text of a document, in the encoding that its first bytes tell: UTF-8, UTF-16 or ISO-8859-1. */
function textOf(data: Data): string | undefined {
  charge(data.chunkCount);
  allocate(data.chunkCount * sizes.element);
  const begin = data.slice(0, longestDeclaration).toBuffer().toString('latin1');
  const wide = begin.startsWith('\xff\xfe') ? 'utf-16le' : begin.startsWith('\xfe\xff') ? 'utf-16be' : null;
  if (wide === null && !['iso-8859-1', 'latin1'].includes(declaredEncoding(begin))) return textFromData(data);
  charge(data.size >> 3);
  allocate(sizes.string + data.size);
  const bytes = data.toBuffer();
  if (wide === null) return bytes.toString('latin1');
  try {
    return new TextDecoder(wide, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What the declaration of a document says; '' where there is none. */
function declaredEncoding(begin: string): string {
  const at = begin.startsWith('<?xml') ? begin.slice(0, begin.indexOf('?>')).indexOf('encoding') : -1;
  if (at < 0) return '';
  const quoted = begin.slice(begin.indexOf('=', at) + 1).trimStart();
  return quoted.slice(1, quoted.indexOf(quoted[0], 1)).toLowerCase();
}

/** A document, or null. */
function documentOf(value: Value): XmlNode | null {
  if (value === null || value === undefined) return null;
  return hostOf(value, XmlNode) ?? complain('PJS502', '1', 'an instance of XML.Node');
}

const document = api('any', 'A document.');
const space = api('number', 'How many blanks a level is set in by, up to 10; 0, or nothing: all in one line.', { optional: true });

export const xml = defineNamespace({ name: 'XML', since: '0.22', doc: 'Texts and Data in XML, and trees of nodes.' }, [
  constant('Node', nodeClass.value, nodeClass.doc, nodeClass.since),
  ...costing('n', [
    apiMethod('parse', { text: api('text', 'The text.') }, (_, { text }) => parseXml(text as string, toValue), 'The document in a text; null where it is malformed.'),
    apiMethod('decode', { data: api('any', 'The bytes.') }, (_, { data }) => decode(data), 'The document in a Data; null where it is malformed.'),
    apiMethod(
      'stringify',
      { document, space },
      (_, { document: given, space: width }) => {
        const node = documentOf(given);
        return node === null ? '' : writeXml(node, (width as number | undefined) ?? 0);
      },
      "A document as a text; '' where it has no root.",
    ),
    apiMethod(
      'encode',
      { document, space },
      (_, { document: given, space: width }) => {
        const node = documentOf(given);
        return node === null ? null : dataToValue(dataFromText(writeXml(node, (width as number | undefined) ?? 0)));
      },
      'A document as a Data; null for null.',
    ),
  ]),
]);
