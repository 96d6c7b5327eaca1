/** The error codes of HTTP/2 (RFC 9113 section 7). */
export const codes = {
  NoError: 0x0,
  ProtocolError: 0x1,
  InternalError: 0x2,
  FlowControlError: 0x3,
  SettingsTimeout: 0x4,
  StreamClosed: 0x5,
  FrameSizeError: 0x6,
  RefusedStream: 0x7,
  Cancel: 0x8,
  CompressionError: 0x9,
  ConnectError: 0xa,
  EnhanceYourCalm: 0xb,
  InadequateSecurity: 0xc,
  Http11Required: 0xd,
} as const;

const names = ['NO_ERROR', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'FLOW_CONTROL_ERROR', 'SETTINGS_TIMEOUT', 'STREAM_CLOSED', 'FRAME_SIZE_ERROR', 'REFUSED_STREAM', 'CANCEL', 'COMPRESSION_ERROR', 'CONNECT_ERROR', 'ENHANCE_YOUR_CALM', 'INADEQUATE_SECURITY', 'HTTP_1_1_REQUIRED'];

/** A code as the standard writes it, for logs. */
export function codeName(code: number): string {
  return names[code] ?? `error ${code}`;
}

/** What is wrong with a stream, or with all of the connection. */
export class Http2Fault {
  constructor(
    readonly code: number,
    readonly reason: string,
  ) {}
}

export function malformed(reason: string): Http2Fault {
  return new Http2Fault(codes.ProtocolError, reason);
}
