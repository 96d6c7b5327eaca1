/** The properties of packets of MQTT 5 (section 2.2.2), by the names that Pipy gives them. */
import type { Head, HeadModel } from '../../events/head.js';
import type { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

type PropertyKind = 'byte' | 'uint16' | 'uint32' | 'variable' | 'text' | 'binary';

interface Property {
  readonly id: number;
  readonly name: string;
  readonly kind: PropertyKind;
}

const list: readonly Property[] = (
  [
    [1, 'payloadFormatIndicator', 'byte'],
    [2, 'messageExpiryInterval', 'uint32'],
    [3, 'contentType', 'text'],
    [8, 'responseTopic', 'text'],
    [9, 'correlationData', 'binary'],
    [11, 'subscriptionIdentifier', 'variable'],
    [17, 'sessionExpiryInterval', 'uint32'],
    [18, 'assignedClientIdentifier', 'text'],
    [19, 'serverKeepAlive', 'uint16'],
    [21, 'authenticationMethod', 'text'],
    [22, 'authenticationData', 'binary'],
    [23, 'requestProblemInfo', 'byte'],
    [24, 'willDelayInterval', 'uint32'],
    [25, 'requestResponseInfo', 'byte'],
    [26, 'responseInfo', 'text'],
    [28, 'serverReference', 'text'],
    [31, 'reasonString', 'text'],
    [33, 'receiveMaximum', 'uint16'],
    [34, 'topicAliasMaximum', 'uint16'],
    [35, 'topicAlias', 'uint16'],
    [36, 'maximumQoS', 'byte'],
    [37, 'retainAvailable', 'byte'],
    [39, 'maximumPacketSize', 'uint32'],
    [40, 'wildcardSubscriptionAvailable', 'byte'],
    [41, 'subscriptionIdentifierAvailable', 'byte'],
    [42, 'sharedSubscriptionAvailable', 'byte'],
  ] as const
).map(([id, name, kind]) => ({ id, name, kind }));

const userProperty = 38;
/** The one that may be there several times, beside those of users. */
const subscriptionIdentifier = 11;
/** Where those of users stand whose names mean something else. */
const reserved = 'userProperties';

const byId = new Map(list.map((property) => [property.id, property]));
const byName = new Map(list.map((property) => [property.name, property]));

/** Largest values by kind. */
const largest = { byte: 0xff, uint16: 0xffff, uint32: 0xffffffff, variable: 268_435_455 } as const;

/** The properties that stand next, after their length; undefined when there are none. */
export function readProperties(reader: ByteReader, heads: HeadModel): Head | undefined {
  const part = reader.part(reader.variable());
  if (reader.fault !== null || part.left === 0) return undefined;
  const properties = heads.create();
  while (part.left > 0) readOne(part, properties, heads);
  if (part.fault !== null) reader.refuse(part.fault);
  return properties;
}

function readOne(part: ByteReader, properties: Head, heads: HeadModel): void {
  const id = part.byte();
  if (id === userProperty) {
    const name = part.text();
    const value = part.text();
    if (!byName.has(name) && name !== reserved) {
      addTo(properties, name, value, heads);
      return;
    }
    let apart = heads.asHead(properties.get(reserved));
    if (apart === null) properties.set(reserved, (apart = heads.create()));
    addTo(apart, name, value, heads);
    return;
  }
  const property = byId.get(id);
  if (property === undefined) {
    part.refuse('a property that is none');
    return;
  }
  const { name, kind } = property;
  const value = kind === 'binary' ? heads.data(part.binary()) : part[kind]();
  if (id === subscriptionIdentifier) addTo(properties, name, value, heads);
  else if (properties.get(name) !== undefined) part.refuse(`${name} twice`);
  else properties.set(name, value);
}

/** What is there several times becomes a list. */
function addTo(properties: Head, name: string, value: unknown, heads: HeadModel): void {
  const before = properties.get(name);
  if (before === undefined) properties.set(name, value);
  else properties.set(name, heads.list([...(heads.asList(before) ?? [before]), value]));
}

/** Writes properties with their length before them. */
export function writeProperties(writer: ByteWriter, properties: Head | null, heads: HeadModel): void {
  const part = new ByteWriter();
  properties?.each((name, value) => {
    const apart = name === reserved ? heads.asHead(value) : null;
    if (apart !== null) apart.each((user, given) => writeUser(part, user, given, heads));
    else if (byName.has(name)) writeKnown(part, byName.get(name)!, value, heads);
    else writeUser(part, name, value, heads);
  });
  if (part.fault !== null) writer.refuse(part.fault);
  writer.variable(part.data.size);
  writer.data.push(part.data);
}

function writeUser(part: ByteWriter, name: string, value: unknown, heads: HeadModel): void {
  for (const item of heads.asList(value) ?? [value]) {
    const text = heads.text(item);
    if (text === null) continue;
    part.byte(userProperty);
    part.text(name);
    part.text(text);
  }
}

function writeKnown(part: ByteWriter, { id, name, kind }: Property, value: unknown, heads: HeadModel): void {
  for (const item of heads.asList(value) ?? [value]) {
    if (item === undefined || item === null) continue;
    part.byte(id);
    if (kind === 'text') part.text(heads.text(item) ?? '');
    else if (kind === 'binary') writeBinary(part, name, item, heads);
    else part[kind](numberIn(part, name, item, largest[kind]));
  }
}

function writeBinary(part: ByteWriter, name: string, value: unknown, heads: HeadModel): void {
  const data = heads.asData(value);
  if (data === null) part.refuse(`${name} that is no Data`);
  else part.binary(data);
}

/** A number as it fits into a field. */
export function numberIn(writer: ByteWriter, name: string, value: unknown, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  writer.refuse(`${name} that is no number up to ${most}`);
  return 0;
}
