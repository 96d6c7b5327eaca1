/**
 * What is read from sockets, and what TLS makes of it, lies outside of V8's heap, in a buffer each time, and is let go when V8 collects what is young. It does
 * that once enough objects have been made, and we make so few for a buffer that whole collections, which the bytes outside bring about, would come first: with
 * large bodies they took a fifth of the time. So we have the young collected each time when so many bytes have come about.
 */
import { collectYoung } from './engine.js';

/** V8 begins a whole collection at 64 MB. */
const enough = 16 * 1024 * 1024;

let outside = 0;

/** Takes note of a buffer that Node has made. */
export function noteBuffer(bytes: number): void {
  outside += bytes;
  if (outside < enough) return;
  outside = 0;
  collectYoung();
}
