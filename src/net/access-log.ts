/**
 * The log of accesses: a line for each request.
 *
 * What clients send is written such that it cannot end a line or a field, and steers no terminal: lines are printable ASCII. Each field
 * is cut off at a length of its own, and so no line is longer than 5,000 bytes.
 */
import type { RequestDetails, ServedRequest } from '../stream/runtime/ports.js';

/** The most characters of each field, as written. */
const most = { client: 64, method: 32, target: 2000, protocol: 16, host: 255, referer: 1000, agent: 500, id: 128, upstream: 300 };

type Format = (request: ServedRequest, details: RequestDetails, now: number) => string;

/** By the names of the command line. */
const formats = {
  common: (request, details, now) => commonLine(request, details, now),
  combined: (request, details, now) => `${commonLine(request, details, now)} "${plain(details.referer ?? '-', most.referer)}" "${plain(details.userAgent ?? '-', most.agent)}"`,
  json: jsonLine,
} satisfies Record<string, Format>;

export type AccessLogFormat = keyof typeof formats;
export const accessLogFormats = Object.keys(formats) as readonly AccessLogFormat[];

/** The line of a request, with its end; `now` in milliseconds since 1970. Where tenants share a log, it begins with the name of whose request it was, which is a word. */
export function accessLine(format: AccessLogFormat, request: ServedRequest, now: number, tenant = ''): string {
  if (request.details === null) return '';
  const line = formats[format](request, request.details, now);
  if (tenant === '') return `${line}\n`;
  return format === 'json' ? `{"tenant":"${tenant}",${line.slice(1)}\n` : `${tenant} ${line}\n`;
}

function commonLine({ status, bytes }: ServedRequest, { client, method, target, protocol }: RequestDetails, now: number): string {
  const request = method === '' ? '-' : `${plain(method, most.method)} ${plain(target, most.target)} ${plain(protocol, most.protocol)}`;
  return `${client === '' ? '-' : plain(client, most.client)} - - [${timeText(now)}] "${request}" ${status === 0 ? '-' : status} ${bytes}`;
}

function jsonLine({ status, bytes, began, ended, upstream }: ServedRequest, details: RequestDetails, now: number): string {
  const { client, method, target, protocol, host, referer, userAgent, id } = details;
  return (
    `{"time":"${new Date(now).toISOString()}","remote":${quoted(client, most.client)},"method":${quoted(method, most.method)},"target":${quoted(target, most.target)}` +
    `,"protocol":${quoted(protocol, most.protocol)},"status":${status === 0 ? 'null' : status},"bytes":${bytes},"duration":${Number((ended - began).toFixed(3))},"id":${quoted(id, most.id)}` +
    `,"host":${quoted(host, most.host)},"referer":${quoted(referer, most.referer)},"userAgent":${quoted(userAgent, most.agent)},"upstream":${quoted(upstream, most.upstream)}}`
  );
}

/** What is not there, or was not read, is null. */
function quoted(text: string | null, longest: number): string {
  return text === null || text === '' ? 'null' : `"${escaped(text, longest, inJson)}"`;
}

function plain(text: string, longest: number): string {
  return escaped(text, longest, inPlain);
}

const inJson = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
const inPlain = (code: number): string => (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : inJson(code));

/** What may stand in a line as it is: printable ASCII but quotes and the backslash. */
const harmless = /^[ !#-[\]-~]*$/;

/** At most `longest` characters; three dots stand for the rest. */
function escaped(text: string, longest: number, escape: (code: number) => string): string {
  if (text.length <= longest && harmless.test(text)) return text;
  let written = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const next = code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c ? escape(code) : text[i];
    if (written.length + next.length > longest - cutMark.length) return `${written}${cutMark}`;
    written += next;
  }
  return written;
}

const cutMark = '...';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
let second = -1;
let secondText = '';

/** `26/Nov/2026:20:16:18 +0000`: local time, and how far it is from UTC. */
function timeText(now: number): string {
  const at = Math.floor(now / 1000);
  if (at === second) return secondText;
  second = at;
  const date = new Date(now);
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  secondText = `${two(date.getDate())}/${months[date.getMonth()]}/${date.getFullYear()}:${time} ${zone}`;
  return secondText;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
