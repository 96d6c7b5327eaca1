/**
 * The same bytes, cut otherwise: what a pipeline makes of them must not depend on how they come.
 *
 * Each question about a stream is asked as it is written, with every byte by itself, and with cuts at random.
 */
import type { StreamEvent } from './events.js';
import type { Request } from './protocol.js';

export interface Variant {
  readonly request: Request;
  /** How it was cut; '' where it is as it was written. */
  readonly how: string;
}

/** More bytes than this do not come one by one. */
const mostSingle = 4096;
const randomCuts = 3;

/** All ways to ask a question; one where there is nothing to cut. */
export function variantsOf(request: Request, id: string, seed: number): Variant[] {
  const events = request.in ?? [];
  const bytes = events.reduce((sum, event) => sum + (event.t === 'data' ? event.v.length / 2 : 0), 0);
  const variants: Variant[] = [{ request, how: '' }];
  if (bytes < 2) return variants;
  const asked = (how: string, isCut: (at: number) => boolean): void => void variants.push({ request: { ...request, in: cut(events, isCut) }, how });
  if (bytes <= mostSingle) asked('byte by byte', () => true);
  const random = randomOf(hashOf(id) ^ seed);
  for (let i = 0; i < randomCuts; i++) {
    // Now few large parts, and now many small ones.
    const often = random() ** 2;
    asked(`cut at random, with --seed ${seed}`, () => random() < often);
  }
  return variants;
}

/** Bytes that follow each other are one, and are cut before the bytes that `isCut` says. */
function cut(events: readonly StreamEvent[], isCut: (at: number) => boolean): StreamEvent[] {
  const list: StreamEvent[] = [];
  let part = '';
  let at = 0;
  const flush = (): void => {
    if (part !== '') list.push({ t: 'data', v: part });
    part = '';
  };
  for (const event of events) {
    if (event.t !== 'data' || event.v === '') {
      flush();
      list.push(event);
      continue;
    }
    for (let i = 0; i < event.v.length; i += 2) {
      if (part !== '' && isCut(at)) flush();
      part += event.v.slice(i, i + 2);
      at++;
    }
  }
  flush();
  return list;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So that one case alone is cut as it is among all. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
