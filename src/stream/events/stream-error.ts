/** Why a stream ended, when it did not end in order: the closed list of Pipy 0.22, with its wording. */
export const streamErrors = {
  UnknownError: 'unknown error',
  RuntimeError: 'runtime error',
  ReadError: 'read error',
  WriteError: 'write error',
  CannotResolve: 'cannot resolve',
  ConnectionCanceled: 'connection canceled',
  ConnectionReset: 'connection reset',
  ConnectionRefused: 'connection refused',
  ConnectionTimeout: 'connection timeout',
  ReadTimeout: 'read timeout',
  WriteTimeout: 'write timeout',
  Unauthorized: 'unauthorized',
  BufferOverflow: 'buffer overflow',
  ProtocolError: 'protocol error',
} as const;

export type StreamErrorCode = keyof typeof streamErrors;

/** The words that `dump` prints for a code; `''` is an end in order. */
export function streamErrorText(code: StreamErrorCode | ''): string {
  return code === '' ? 'no error' : streamErrors[code];
}
