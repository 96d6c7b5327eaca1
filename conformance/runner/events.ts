/**
 * Events of streams, and the lines that they are written as:
 *
 *   start                    a message begins; `start { method: 'GET' }` with a head
 *   data 'GET / HTTP/1.1'    bytes: texts in UTF-8 and pairs of hexadecimal digits, with blanks between: data 10 0c 'MQTT'
 *   data 'x' * 5000          the part before it so many times
 *   flush                    no bytes: whoever holds some back gives them
 *   end                      the message ends
 *   close                    the stream ends; `close ProtocolError` with an error
 *   wait 500                 no event: so many milliseconds pass. Only among what goes in
 */
import type { Fail } from './case.js';
import { difference } from './compare-values.js';
import { readLiteral } from './literal.js';
import { show, type Tagged } from './tagged.js';

export type StreamEvent =
  | { readonly t: 'start'; readonly head?: Tagged }
  /** Hexadecimal digits. */
  | { readonly t: 'data'; readonly v: string }
  | { readonly t: 'end' }
  | { readonly t: 'close'; readonly v: string }
  | { readonly t: 'wait'; readonly v: string };

const dataPart = /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|((?:[0-9a-fA-F]{2})+)|\*\s*(\d+))(?=\s|$)/y;

/** Bytes that one line may stand for. */
const longest = 1 << 20;

export function readEvent(line: string, fail: Fail): StreamEvent {
  const [, word = '', rest = ''] = /^\s*(\w+)\s*(.*?)\s*$/.exec(line) ?? [];
  const alone = <T>(event: T): T => (rest === '' ? event : fail(`nothing stands behind '${word}'`));
  switch (word) {
    case 'start':
      return rest === '' ? { t: 'start' } : { t: 'start', head: readHead(rest, fail) };
    case 'data':
      return { t: 'data', v: readBytes(rest, fail) };
    case 'flush':
      return alone({ t: 'data', v: '' });
    case 'end':
      return alone({ t: 'end' });
    case 'close':
      return /^\w*$/.test(rest) ? { t: 'close', v: rest } : fail('an error is one word');
    case 'wait':
      return /^\d+$/.test(rest) ? { t: 'wait', v: rest } : fail('write how many milliseconds pass');
    default:
      return fail(`no event '${word}'`);
  }
}

function readHead(text: string, fail: Fail): Tagged {
  try {
    const values = readLiteral(text);
    return values.length === 1 ? values[0] : fail('one head');
  } catch (error) {
    return fail((error as Error).message);
  }
}

function readBytes(text: string, fail: Fail): string {
  let bytes = '';
  let last = '';
  dataPart.lastIndex = 0;
  while (dataPart.lastIndex < text.length) {
    const [, quoted, digits, times] = dataPart.exec(text) ?? fail(`not bytes: ${text}`);
    if (times !== undefined) {
      if (last.length * Number(times) > 2 * longest) fail('too many bytes');
      bytes += last.repeat(Math.max(0, Number(times) - 1));
      continue;
    }
    last = quoted === undefined ? digits.toLowerCase() : Buffer.from((readHead(quoted, fail) as { v: string }).v).toString('hex');
    bytes += last;
  }
  return bytes === '' ? fail('data without bytes is a flush') : bytes;
}

/** Events as people read them. What came over the wire may be anything. */
export function showEvents(events: unknown): string {
  if (!Array.isArray(events)) return JSON.stringify(events) ?? 'nothing';
  return events.length === 0 ? '\n     nothing' : events.map((event) => `\n     ${showEvent(event)}`).join('');
}

function showEvent(event: unknown): string {
  const { t, v, head } = (typeof event === 'object' && event !== null ? event : {}) as Record<string, unknown>;
  if (t === 'start') return head === undefined ? t : `${t} ${show(head)}`;
  if (t === 'data' && typeof v === 'string') return v === '' ? 'flush' : `data ${showBytes(Buffer.from(v, 'hex'))}`;
  if (t === 'end') return t;
  return t === 'close' ? `close ${String(v)}`.trim() : JSON.stringify(event);
}

/** What is mostly text as one; else digits. */
function showBytes(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  const shown = text.length > 300 ? `${text.slice(0, 300)}` : text;
  const more = text.length > 300 ? ` … ${text.length} bytes` : '';
  const plain = (text.match(/[\x20-\x7e\r\n\t]/g)?.length ?? 0) * 4 > text.length * 3;
  return (plain ? JSON.stringify(shown) : Buffer.from(shown, 'latin1').toString('hex')) + more;
}

/** Where events and those that came part, in words; null where they do not. Bytes count, and not how they are cut. */
export function differenceOfEvents(expected: readonly StreamEvent[], given: unknown, flushes: boolean): string | null {
  if (!Array.isArray(given)) return 'out is no list of events';
  const wanted = joined(expected, flushes);
  const got = joined(given as StreamEvent[], flushes);
  for (let i = 0; i < Math.max(wanted.length, got.length); i++) {
    const found = differenceOfEvent(wanted[i], got[i]);
    if (found !== null) return `event ${i + 1}: ${found}`;
  }
  return null;
}

function differenceOfEvent(wanted: StreamEvent | undefined, got: StreamEvent | undefined): string | null {
  if (wanted === undefined) return 'nothing more is expected';
  if (got === undefined) return 'it is missing';
  if (wanted.t !== got.t) return `it is a ${String(got.t)}`;
  if (wanted.t === 'start') {
    if (wanted.head === undefined) return got.t === 'start' && got.head === undefined ? null : 'there is a head';
    return difference(wanted.head, (got as { head?: unknown }).head, false, 'head');
  }
  if (wanted.t === 'end') return null;
  return wanted.v === (got as { v?: unknown }).v ? null : `its ${wanted.t === 'data' ? 'bytes differ' : 'error differs'}`;
}

/** Data that follows Data is one; flushes are left out, unless they count. */
function joined(events: readonly StreamEvent[], flushes: boolean): StreamEvent[] {
  const list: StreamEvent[] = [];
  for (const event of events) {
    const last = list.at(-1);
    if (event?.t === 'data' && event.v === '' && !flushes) continue;
    if (event?.t === 'data' && last?.t === 'data' && event.v !== '' && last.v !== '') list[list.length - 1] = { t: 'data', v: last.v + event.v };
    else list.push(event ?? { t: 'data', v: String(event) });
  }
  return list;
}
