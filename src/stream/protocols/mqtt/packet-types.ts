/** The kinds of MQTT packets (MQTT 5.0 section 2.1.2), and what one packet may take. */

/** By their number. */
export const packetTypes = ['', 'CONNECT', 'CONNACK', 'PUBLISH', 'PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP', 'SUBSCRIBE', 'SUBACK', 'UNSUBSCRIBE', 'UNSUBACK', 'PINGREQ', 'PINGRESP', 'DISCONNECT', 'AUTH'] as const;

export type PacketType = Exclude<(typeof packetTypes)[number], ''>;

/** The flags in the first byte, which of all but PUBLISH are fixed. */
export function fixedFlags(type: PacketType): number {
  return type === 'PUBREL' || type === 'SUBSCRIBE' || type === 'UNSUBSCRIBE' ? 2 : 0;
}

export const mqttLimits = {
  /** A packet, or of PUBLISH what stands before the payload. Payloads go through as they come. */
  packet: 1024 * 1024,
  /** What four bytes of seven bits can say. */
  largest: 268_435_455,
} as const;
