/** MQTT packets to bytes, of versions 3.1.1 and 5.0. What a head does not say has its usual value. */
import { Data } from '../../bytes/data.js';
import type { Head, HeadModel } from '../../events/head.js';
import { ByteWriter } from './byte-writer.js';
import { fixedFlags, mqttLimits, packetTypes, type PacketType } from './packet-types.js';
import { numberIn, writeProperties } from './properties.js';

export class MqttEncoder {
  constructor(
    private readonly heads: HeadModel,
    /** 4 or 5: what a CONNECT or CONNACK said that went through here, or has been told. */
    public level = 4,
  ) {}

  /** The bytes of a packet, or what is wrong with its head. */
  encode(head: Head | null, payload: Data): Data | string {
    const name = this.heads.text(head?.get('type')) ?? '';
    const number = packetTypes.indexOf(name as PacketType);
    if (head === null || number <= 0) return 'invalid packet type';
    const type = name as PacketType;
    const writer = new ByteWriter();
    const flags = type === 'PUBLISH' ? this.publishFlags(writer, head) : fixedFlags(type);
    this.write(type, writer, head, payload);
    const { size } = writer.data;
    if (size > mqttLimits.largest) writer.refuse('a packet that is too long');
    if (writer.fault !== null) return `${type} with ${writer.fault}`;
    const packet = new ByteWriter();
    packet.byte((number << 4) | flags);
    packet.variable(size);
    return packet.data.push(writer.data);
  }

  private write(type: PacketType, writer: ByteWriter, head: Head, payload: Data): void {
    switch (type) {
      case 'CONNECT':
        this.connect(writer, head);
        break;
      case 'CONNACK':
        this.readLevel(writer, head);
        writer.byte(this.flag(head, 'sessionPresent') ? 1 : 0);
        writer.byte(this.number(writer, head, 'reasonCode', 0xff));
        this.properties(writer, head);
        break;
      case 'PUBLISH':
        writer.text(this.text(head, 'topicName'));
        if (this.number(writer, head, 'qos', 2) > 0) this.identifier(writer, head);
        this.properties(writer, head);
        writer.data.push(payload);
        break;
      case 'PUBACK':
      case 'PUBREC':
      case 'PUBREL':
      case 'PUBCOMP':
        this.identifier(writer, head);
        this.reason(writer, head);
        break;
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE':
        this.identifier(writer, head);
        this.properties(writer, head);
        this.filters(writer, head, type === 'SUBSCRIBE');
        break;
      case 'SUBACK':
      case 'UNSUBACK':
        this.identifier(writer, head);
        this.properties(writer, head);
        for (const code of this.heads.asList(head.get('reasonCodes')) ?? []) writer.byte(numberIn(writer, 'a reason code', code, 0xff));
        break;
      case 'DISCONNECT':
      case 'AUTH':
        this.reason(writer, head);
        break;
      default:
    }
  }

  private connect(writer: ByteWriter, head: Head): void {
    const { heads } = this;
    this.readLevel(writer, head);
    const will = heads.asHead(head.get('will'));
    const username = heads.text(head.get('username'));
    const password = heads.asData(head.get('password'));
    let flags = (this.flag(head, 'cleanStart') ? 2 : 0) | (username !== null ? 0x80 : 0) | (password !== null ? 0x40 : 0);
    if (will !== null) flags |= 4 | (this.number(writer, will, 'qos', 2) << 3) | (this.flag(will, 'retain') ? 0x20 : 0);
    if (this.level < 5 && password !== null && username === null) writer.refuse('a password without a username');
    writer.text('MQTT');
    writer.byte(this.level);
    writer.byte(flags);
    writer.uint16(this.number(writer, head, 'keepAlive', 0xffff));
    this.properties(writer, head);
    writer.text(this.text(head, 'clientID'));
    if (will !== null) {
      this.properties(writer, will);
      writer.text(this.text(will, 'topic'));
      writer.binary(heads.asData(will.get('payload')) ?? new Data());
    }
    if (username !== null) writer.text(username);
    if (password !== null) writer.binary(password);
  }

  private readLevel(writer: ByteWriter, head: Head): void {
    const level = head.get('protocolLevel');
    if (level === undefined || level === null) return;
    if (level === 4 || level === 5) this.level = level;
    else writer.refuse('a protocolLevel other than 4 and 5');
  }

  private publishFlags(writer: ByteWriter, head: Head): number {
    const qos = this.number(writer, head, 'qos', 2);
    return (qos << 1) | (qos > 0 && this.flag(head, 'dup') ? 8 : 0) | (this.flag(head, 'retain') ? 1 : 0);
  }

  private reason(writer: ByteWriter, head: Head): void {
    if (this.level < 5) return;
    writer.byte(this.number(writer, head, 'reasonCode', 0xff));
    this.properties(writer, head);
  }

  private properties(writer: ByteWriter, head: Head): void {
    if (this.level >= 5) writeProperties(writer, this.heads.asHead(head.get('properties')), this.heads);
  }

  private identifier(writer: ByteWriter, head: Head): void {
    const identifier = this.number(writer, head, 'packetIdentifier', 0xffff);
    if (identifier === 0) writer.refuse('no packetIdentifier');
    writer.uint16(identifier);
  }

  private filters(writer: ByteWriter, head: Head, subscribes: boolean): void {
    const filters = this.heads.asList(head.get('topicFilters')) ?? [];
    if (filters.length === 0) writer.refuse('no topicFilters');
    for (const item of filters) {
      const given = this.heads.asHead(item);
      writer.text((given === null ? this.heads.text(item) : this.heads.text(given.get('filter'))) ?? '');
      if (subscribes) writer.byte(given === null ? 0 : this.options(writer, given));
    }
  }

  private options(writer: ByteWriter, given: Head): number {
    const qos = this.number(writer, given, 'qos', 2);
    if (this.level < 5) return qos;
    return qos | (this.flag(given, 'noLocal') ? 4 : 0) | (this.flag(given, 'retainAsPublished') ? 8 : 0) | (this.number(writer, given, 'retainHandling', 2) << 4);
  }

  private number(writer: ByteWriter, head: Head, name: string, most: number): number {
    const value = head.get(name);
    return value === undefined || value === null ? 0 : numberIn(writer, name, value, most);
  }

  private flag(head: Head, name: string): boolean {
    const value = head.get(name);
    return value === true || (typeof value === 'number' && value !== 0);
  }

  private text(head: Head, name: string): string {
    return this.heads.text(head.get(name)) ?? '';
  }
}
