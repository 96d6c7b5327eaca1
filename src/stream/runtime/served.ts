/** Requests that are being served, for whoever keeps account of them: where nobody does, none of this is there. */
import type { Head, HeadModel } from '../events/head.js';
import type { RequestDetails, RequestWatch, ServedRequest } from './ports.js';
import type { Runtime } from './runtime.js';

/** One of them: what becomes of it is noted as it happens. */
export class Served implements ServedRequest {
  ended = 0;
  status = 0;
  bytes = 0;
  isTunnel = false;
  upstream: string | null = null;

  constructor(
    readonly began: number,
    readonly details: RequestDetails | null,
  ) {}
}

/** A request has begun, whose head is null where it could not be read. Null where nobody watches. */
export function beginServed({ watch, ports }: Runtime, client: string, head: Head | null): Served | null {
  if (watch === null) return null;
  return new Served(ports.clock.now(), watch.wantsDetails ? detailsOf(watch, ports.heads, client, head) : null);
}

/** It is over. */
export function endServed({ watch, ports }: Runtime, served: Served): void {
  served.ended = ports.clock.now();
  watch?.served(served);
}

/** The field that an id is told by. */
const idField = 'x-request-id';

function detailsOf(watch: RequestWatch, heads: HeadModel, client: string, head: Head | null): RequestDetails {
  const fields = heads.asHead(head?.get('headers'));
  const given = heads.text(fields?.get(idField));
  const id = given !== null && isId(given) ? given : watch.newId();
  if (watch.marks && id !== given) fields?.set(idField, id);
  return {
    client,
    // Heads of HTTP/2 name no protocol.
    protocol: head === null ? '' : (heads.text(head.get('protocol')) ?? 'HTTP/2.0'),
    method: heads.text(head?.get('method')) ?? '',
    target: heads.text(head?.get('path')) ?? '',
    host: heads.text(fields?.get('host')),
    referer: heads.text(fields?.get('referer')),
    userAgent: heads.text(fields?.get('user-agent')),
    id,
  };
}

/** Letters, digits and what ids are usually made of; not longer than one needs. */
function isId(text: string): boolean {
  return /^[\w.~:+/=@-]{1,128}$/.test(text);
}
