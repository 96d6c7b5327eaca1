/** Errors of the system: what they mean to a stream, and how the system words them. */
import { getSystemErrorMap } from 'node:util';
import type { StreamErrorCode } from '../stream/events/stream-error.js';

/** The words of strerror(3), which Node's own table does not quite follow. */
const words = new Map([
  ['EACCES', 'Permission denied'],
  ['EADDRINUSE', 'Address already in use'],
  ['EADDRNOTAVAIL', 'Cannot assign requested address'],
  ['EAFNOSUPPORT', 'Address family not supported by protocol'],
  ['ECONNABORTED', 'Software caused connection abort'],
  ['ECONNREFUSED', 'Connection refused'],
  ['ECONNRESET', 'Connection reset by peer'],
  ['EHOSTUNREACH', 'No route to host'],
  ['EMFILE', 'Too many open files'],
  ['ENETUNREACH', 'Network is unreachable'],
  ['ENOENT', 'No such file or directory'],
  ['ENOTFOUND', 'Host not found'],
  ['EAI_AGAIN', 'Host not found, try again'],
  ['EPIPE', 'Broken pipe'],
  ['ETIMEDOUT', 'Connection timed out'],
]);

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** What went wrong, as the system says it. */
export function systemText(error: unknown): string {
  const code = codeOf(error);
  const known = words.get(code);
  if (known !== undefined) return known;
  for (const [name, text] of getSystemErrorMap().values()) {
    if (name === code) return text.charAt(0).toUpperCase() + text.slice(1);
  }
  return error instanceof Error ? error.message : String(error);
}

/** Why an attempt to connect failed. What is neither names nor time is a refusal, as in the original. */
export function dialError(error: unknown): StreamErrorCode {
  switch (codeOf(error)) {
    case 'ETIMEDOUT':
      return 'ConnectionTimeout';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
    case 'EAI_FAIL':
      return 'CannotResolve';
    default:
      return 'ConnectionRefused';
  }
}

/** Why an open connection failed. */
export function streamError(error: unknown): StreamErrorCode {
  switch (codeOf(error)) {
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return 'ConnectionReset';
    case 'ETIMEDOUT':
      return 'ConnectionTimeout';
    default:
      return (error as { syscall?: string }).syscall === 'write' ? 'WriteError' : 'ReadError';
  }
}
