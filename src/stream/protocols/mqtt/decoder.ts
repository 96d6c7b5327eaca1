/**
 * MQTT packets from bytes, of versions 3.1.1 and 5.0.
 *
 * It can be cut at any byte. A packet is read when it is whole, of PUBLISH when all before the payload is there, and
 * payloads go out as they come. What is malformed is one `onFault`, after which nothing comes out any more.
 */
import { Data } from '../../bytes/data.js';
import type { Head, HeadModel } from '../../events/head.js';
import { Carry } from '../http1/carry.js';
import { ByteReader } from './byte-reader.js';
import { fixedFlags, mqttLimits, packetTypes, type PacketType } from './packet-types.js';
import { readProperties } from './properties.js';

export interface MqttObserver {
  onStart(head: Head): void;
  /** A part of a payload. */
  onPayload(data: Data): void;
  onEnd(): void;
  onFault(reason: string): void;
}

const enum State {
  Type,
  Length,
  /** What is read as a whole. */
  Packet,
  Payload,
  Dead,
}

export class MqttDecoder {
  private state = State.Type;
  private type: PacketType = 'CONNECT';
  private flags = 0;
  private length = 0;
  private lengthBytes = 0;
  /** Bytes left of the packet, beyond those that wait. */
  private left = 0;
  /** How many bytes have to wait before it is worth to look at them. */
  private needed = 0;
  private readonly carry = new Carry();

  constructor(
    private readonly heads: HeadModel,
    private readonly observer: MqttObserver,
    /** 4 or 5; 0 until CONNECT or CONNACK tell. */
    private level = 0,
  ) {}

  push(data: Data): void {
    data.each((chunk) => this.take(chunk));
  }

  /** Takes no notice of anything any more. */
  stop(): void {
    this.state = State.Dead;
    this.carry.clear();
  }

  private take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      switch (this.state) {
        case State.Type:
          this.begin(chunk[at++]);
          break;
        case State.Length:
          this.takeLength(chunk[at++]);
          break;
        case State.Packet:
          at = this.gather(chunk, at);
          break;
        case State.Payload:
          at = this.takePayload(chunk, at);
          break;
        case State.Dead:
          return;
      }
    }
  }

  private begin(byte: number): void {
    const type = packetTypes[byte >> 4];
    this.flags = byte & 15;
    this.length = 0;
    this.lengthBytes = 0;
    if (type === '' || (type === 'AUTH' && this.level === 4)) {
      this.fail('a packet of no type');
      return;
    }
    this.type = type;
    const isPublish = type === 'PUBLISH';
    const qos = (this.flags >> 1) & 3;
    if (isPublish ? qos === 3 || (qos === 0 && (this.flags & 8) !== 0) : this.flags !== fixedFlags(type)) this.fail(`${type} with flags that are none`);
    else this.state = State.Length;
  }

  private takeLength(byte: number): void {
    this.length |= (byte & 0x7f) << (7 * this.lengthBytes++);
    if (byte >= 0x80) {
      if (this.lengthBytes === 4) this.fail('a length without an end');
      return;
    }
    this.left = this.length;
    this.needed = this.type === 'PUBLISH' ? Math.min(2, this.length) : this.length;
    if (this.needed > mqttLimits.packet) this.fail(`${this.type} that is too long`);
    else {
      this.state = State.Packet;
      if (this.length === 0) this.look();
    }
  }

  private gather(chunk: Buffer, from: number): number {
    const count = Math.min(this.needed - this.carry.length, chunk.length - from);
    this.carry.append(chunk.subarray(from, from + count));
    this.left -= count;
    if (this.carry.length === this.needed) this.look();
    return from + count;
  }

  /** As many bytes as are needed are there. */
  private look(): void {
    const bytes = this.carry.bytes();
    if (this.type === 'PUBLISH') {
      const needed = this.publishHead(bytes);
      if (needed > this.length) {
        this.fail('a packet that is cut');
        return;
      }
      if (needed > mqttLimits.packet) {
        this.fail('PUBLISH that is too long');
        return;
      }
      if (needed > bytes.length) {
        this.needed = needed;
        return;
      }
    }
    const reader = new ByteReader(Buffer.from(bytes));
    this.carry.clear();
    const head = this.read(reader);
    if (reader.left > 0) reader.refuse(`${this.type} with something behind its end`);
    if (reader.fault !== null) {
      this.fail(reader.fault);
      return;
    }
    this.observer.onStart(head);
    if (this.state !== State.Packet) return;
    if (this.left > 0) this.state = State.Payload;
    else this.end();
  }

  /** How long what stands before the payload is, as far as the bytes that are there can tell. */
  private publishHead(bytes: Buffer): number {
    if (bytes.length < 2) return 2;
    let needed = 2 + bytes.readUInt16BE(0) + ((this.flags & 6) !== 0 ? 2 : 0);
    if (this.level < 5 || bytes.length <= needed) return needed + (this.level < 5 ? 0 : 1);
    let length = 0;
    for (let i = 0; i < 4; i++) {
      if (needed >= bytes.length) return needed + 1;
      const byte = bytes[needed++];
      length |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) return needed + length;
    }
    // Reading it finds that it has no end.
    return needed;
  }

  private takePayload(chunk: Buffer, from: number): number {
    const end = Math.min(from + this.left, chunk.length);
    this.left -= end - from;
    this.observer.onPayload(new Data(chunk.subarray(from, end)));
    if (this.left === 0 && this.state === State.Payload) this.end();
    return end;
  }

  private end(): void {
    this.state = State.Type;
    this.observer.onEnd();
  }

  private read(reader: ByteReader): Head {
    const { type, flags, heads } = this;
    const isPublish = type === 'PUBLISH';
    const fixed = { type, qos: isPublish ? (flags >> 1) & 3 : 0, dup: isPublish && (flags & 8) !== 0, retain: isPublish && (flags & 1) !== 0 };
    return heads.record({ ...fixed, ...this.readFields(reader) });
  }

  private readFields(reader: ByteReader): Record<string, unknown> {
    switch (this.type) {
      case 'CONNECT':
        return this.readConnect(reader);
      case 'CONNACK':
        return this.readConnack(reader);
      case 'PUBLISH':
        return this.readPublish(reader);
      case 'PUBACK':
      case 'PUBREC':
      case 'PUBREL':
      case 'PUBCOMP':
        return { packetIdentifier: this.identifier(reader), ...this.readReason(reader) };
      case 'SUBSCRIBE':
        return { packetIdentifier: this.identifier(reader), properties: this.properties(reader), topicFilters: this.filters(reader, () => this.subscription(reader)) };
      case 'UNSUBSCRIBE':
        return { packetIdentifier: this.identifier(reader), properties: this.properties(reader), topicFilters: this.filters(reader, () => reader.text()) };
      case 'SUBACK':
      case 'UNSUBACK':
        return { packetIdentifier: this.identifier(reader), properties: this.properties(reader), reasonCodes: this.codes(reader) };
      case 'DISCONNECT':
      case 'AUTH':
        return this.readReason(reader);
      default:
        return {};
    }
  }

  private readConnect(reader: ByteReader): Record<string, unknown> {
    const { heads } = this;
    const name = reader.text();
    const level = reader.byte();
    if (name !== 'MQTT' || (level !== 4 && level !== 5)) reader.refuse('a protocol other than MQTT 3.1.1 and 5.0');
    this.level = level;
    const flags = reader.byte();
    const [hasWill, hasPassword, hasName] = [4, 0x40, 0x80].map((bit) => (flags & bit) !== 0);
    const qos = (flags >> 3) & 3;
    const isConsistent = (flags & 1) === 0 && qos < 3 && (hasWill || (flags & 0x38) === 0) && (level === 5 || hasName || !hasPassword);
    if (!isConsistent) reader.refuse('CONNECT with flags that are none');
    const keepAlive = reader.uint16();
    const properties = this.properties(reader);
    const clientID = reader.text();
    const will = hasWill ? heads.record({ qos, retain: (flags & 0x20) !== 0, properties: this.properties(reader), topic: reader.text(), payload: heads.data(reader.binary()) }) : undefined;
    const username = hasName ? reader.text() : undefined;
    const password = hasPassword ? heads.data(reader.binary()) : undefined;
    return { protocolLevel: level, keepAlive, properties, clientID, cleanStart: (flags & 2) !== 0, will, username, password };
  }

  private readConnack(reader: ByteReader): Record<string, unknown> {
    // Whoever reads the answers of a server has not seen what its client said.
    if (this.level === 0) this.level = this.length > 2 ? 5 : 4;
    const flags = reader.byte();
    if (flags > 1) reader.refuse('CONNACK with flags that are none');
    return { sessionPresent: flags === 1, reasonCode: reader.byte(), properties: this.properties(reader) };
  }

  private readPublish(reader: ByteReader): Record<string, unknown> {
    const topicName = reader.text();
    if (/[+#]/.test(topicName) || (topicName === '' && this.level < 5)) reader.refuse('a topic that is none');
    const packetIdentifier = (this.flags & 6) !== 0 ? this.identifier(reader) : undefined;
    return { topicName, packetIdentifier, properties: this.properties(reader) };
  }

  /** The reason that packets of MQTT 5 may end with; where it is left out, all is well. */
  private readReason(reader: ByteReader): Record<string, unknown> {
    if (this.level < 5) return {};
    const reasonCode = reader.left > 0 ? reader.byte() : 0;
    return { reasonCode, properties: reader.left > 0 ? this.properties(reader) : undefined };
  }

  private properties(reader: ByteReader): Head | undefined {
    return this.level < 5 ? undefined : readProperties(reader, this.heads);
  }

  private identifier(reader: ByteReader): number {
    const identifier = reader.uint16();
    if (identifier === 0) reader.refuse('a packet identifier of 0');
    return identifier;
  }

  private filters(reader: ByteReader, one: () => unknown): unknown {
    const filters: unknown[] = [];
    while (reader.left > 0) filters.push(one());
    if (filters.length === 0) reader.refuse(`${this.type} of nothing`);
    return this.heads.list(filters);
  }

  private subscription(reader: ByteReader): Head {
    const filter = reader.text();
    const options = reader.byte();
    const qos = options & 3;
    if (qos === 3 || (options & (this.level < 5 ? 0xfc : 0xc0)) !== 0 || (options & 0x30) === 0x30) reader.refuse('a subscription with options that are none');
    if (filter === '') reader.refuse('a topic filter that is none');
    return this.heads.record({
      filter,
      qos,
      noLocal: (options & 4) !== 0 ? true : undefined,
      retainAsPublished: (options & 8) !== 0 ? true : undefined,
      retainHandling: options >> 4 !== 0 ? options >> 4 : undefined,
    });
  }

  private codes(reader: ByteReader): unknown {
    const codes: number[] = [];
    while (reader.left > 0) codes.push(reader.byte());
    return this.heads.list(codes);
  }

  private fail(reason: string): void {
    this.stop();
    this.observer.onFault(reason);
  }
}
