/** What a stream's error is to whoever waits for a response. */
import type { StreamErrorCode } from '../../events/stream-error.js';

export interface ErrorResponse {
  readonly status: number;
  readonly statusText: string;
}

const table: Readonly<Partial<Record<StreamErrorCode, ErrorResponse>>> = {
  RuntimeError: { status: 500, statusText: 'Internal Server Error' },
  CannotResolve: { status: 502, statusText: 'Cannot Resolve' },
  ConnectionRefused: { status: 502, statusText: 'Connection Refused' },
  ReadError: { status: 502, statusText: 'Read Error' },
  WriteError: { status: 502, statusText: 'Write Error' },
  ConnectionTimeout: { status: 504, statusText: 'Gateway Timeout' },
  ReadTimeout: { status: 504, statusText: 'Gateway Timeout' },
  WriteTimeout: { status: 504, statusText: 'Gateway Timeout' },
};

const badGateway: ErrorResponse = { status: 502, statusText: 'Bad Gateway' };

/** An end without a response, in order or not. */
export function errorResponse(error: StreamErrorCode | ''): ErrorResponse {
  return error === '' ? badGateway : (table[error] ?? badGateway);
}
