/** Ids of requests: different from those of all other processes, and cheap. They are no secret. */
import { randomBytes } from 'node:crypto';

const ofProcess = randomBytes(8).toString('hex');
let count = 0;

export function newRequestId(): string {
  return `${ofProcess}-${(++count).toString(16)}`;
}
