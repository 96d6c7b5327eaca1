/**
 * Bytes in, events out: every case is decoded whole, byte by byte, and cut at each position, and must give
 * the same each time. `>` begins a message, `.` ends it, `!` is a refusal with its status.
 */
import { Data } from '../../bytes/data.js';
import type { Head } from '../../events/head.js';
import { plainHeads } from '../../testing/plain-head.js';
import type { DecoderObserver } from './decoder.js';
import { RequestDecoder } from './request-decoder.js';
import { ResponseDecoder, type Asked } from './response-decoder.js';

const get = 'GET / HTTP/1.1\r\nHost: a\r\n';
const post = 'POST / HTTP/1.1\r\nHost: a\r\n';
const chunked = `${post}Transfer-Encoding: chunked\r\n\r\n`;

const requests: [reason: string, bytes: string, log: string][] = [
  ['no body', `${get}\r\n`, '>GET / {host:a} .'],
  ['a body by its length', `${post}Content-Length: 3\r\n\r\nabc`, '>POST / {host:a, content-length:3} abc .'],
  ['an empty body', `${post}Content-Length: 0\r\n\r\n`, '>POST / {host:a, content-length:0} .'],
  ['two requests in a row', `${post}Content-Length: 1\r\n\r\nx${get}\r\n`, '>POST / {host:a, content-length:1} x . >GET / {host:a} .'],
  ['chunks', `${chunked}3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n`, '>POST / {host:a, transfer-encoding:chunked} abc0123456789 .'],
  ['trailers are dropped', `${chunked}1\r\na\r\n0\r\nX: 1\r\n\r\n${get}\r\n`, '>POST / {host:a, transfer-encoding:chunked} a . >GET / {host:a} .'],
  ['empty lines before a request', `\r\n\r\n${get}\r\n`, '>GET / {host:a} .'],
  ['an empty line after a body', `${post}Content-Length: 1\r\n\r\nx\r\n${get}\r\n`, '>POST / {host:a, content-length:1} x . >GET / {host:a} .'],
  ['blanks around values', 'GET / HTTP/1.1\r\nHost: \t a \t\r\nX:\r\n\r\n', '>GET / {host:a, x:} .'],
  ['repeated fields are joined', `${get}Via: 1\r\nVia: 2\r\nCookie: a\r\nCookie: b\r\n\r\n`, '>GET / {host:a, via:1, 2, cookie:a; b} .'],
  ['HTTP/1.0 needs no Host', 'GET / HTTP/1.0\r\n\r\n', '>GET / {} .'],
  ['a target in absolute form', 'GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n', '>GET http://a/x {host:a} .'],
  ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', '>OPTIONS * {host:a} .'],
  ['a bare LF', 'GET / HTTP/1.1\nHost: a\n\n', '!400'],
  ['a bare LF between good lines', 'GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n', '!400'],
  ['a bare CR in a value', `${get}X: a\rb\r\n\r\n`, '!400'],
  ['a NUL in a value', `${get}X: a\0b\r\n\r\n`, '!400'],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', '!400'],
  ['two Hosts', `${get}Host: a\r\n\r\n`, '!400'],
  ['a Host with a blank', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', '!400'],
  ['Host and target disagree', 'GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['a folded line', `${get}X: a\r\n b\r\n\r\n`, '!400'],
  ['a blank before the colon', `${get}X : a\r\n\r\n`, '!400'],
  ['no name', `${get}: a\r\n\r\n`, '!400'],
  ['no colon', `${get}X\r\n\r\n`, '!400'],
  ['no version', 'GET /\r\n\r\n', '!400'],
  ['no version, and no more', 'GET /\r\n', '!400'],
  ['four parts', 'GET / x HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['two blanks', 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['HTTP/2.0', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', '!505'],
  ['a version that is none', 'GET / HTTP/1.11\r\nHost: a\r\n\r\n', '!400'],
  ['a method that is no token', 'G(T / HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['a relative target', 'GET x HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['* with GET', 'GET * HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['two lengths', `${post}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`, '!400'],
  ['a list of lengths', `${post}Content-Length: 1, 1\r\n\r\nx`, '!400'],
  ['a signed length', `${post}Content-Length: +1\r\n\r\nx`, '!400'],
  ['a length past all numbers', `${post}Content-Length: 18446744073709551621\r\n\r\nx`, '!400'],
  ['an empty length', `${post}Content-Length:\r\n\r\n`, '!400'],
  ['length and chunked', `${post}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, '!400'],
  ['chunked in HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '!400'],
  ['another coding', `${post}Transfer-Encoding: gzip, chunked\r\n\r\n`, '!400'],
  ['chunked twice', `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n`, '!400'],
  ['a chunk size that is none', `${chunked}zz\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a chunk size with 0x', `${chunked}0x3\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a blank before the chunk size', `${chunked} 3\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a chunk longer than its size', `${chunked}3\r\nabcd\r\n`, '>POST / {host:a, transfer-encoding:chunked} abc !400'],
  ['a chunk line with a bare LF', `${chunked}3\nabc\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a bare CR before a chunk extension', `${chunked}3\r;x\r\nabc\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a vertical tab before a chunk extension', `${chunked}3\v;x\r\nabc\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a blank that does not break before a chunk extension', `${chunked}3\xa0;x\r\nabc\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['blanks before a chunk extension', `${chunked}3 \t;x\r\nabc\r\n0\r\n\r\n`, '>POST / {host:a, transfer-encoding:chunked} abc .'],
  ['a trailer with a bare CR', `${chunked}0\r\nX: a\rb\r\n\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a trailer whose name is no token', `${chunked}0\r\nX : a\r\n\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['a folded trailer', `${chunked}0\r\nX: a\r\n b: c\r\n\r\n`, '>POST / {host:a, transfer-encoding:chunked} !400'],
  ['CONNECT with a body', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 1\r\n\r\nx', '!400'],
  ['CONNECT without a port', 'CONNECT a: HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['a scheme that is none', 'GET 1_://a/ HTTP/1.1\r\nHost: a\r\n\r\n', '!400'],
  ['a method that is too long', `${'A'.repeat(33)} / HTTP/1.1\r\nHost: a\r\n\r\n`, '!400'],
  ['a request line that is too long, in a whole head', `GET /${'a'.repeat(17000)} HTTP/1.1\r\nHost: a\r\n\r\n`, '!414'],
  ['not HTTP at all', '\x16\x03\x01\x00\xc8AAAA', '!400'],
  ['a request line without end', `GET /${'a'.repeat(17000)}`, '!414'],
  ['too many fields', `${get}${'x: y\r\n'.repeat(300)}\r\n`, '!431'],
];

const nothing: Asked = { bodiless: false, tunnel: null };
const responses: [reason: string, bytes: string, log: string, asked?: Asked][] = [
  ['a body by its length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab', '>200 OK {content-length:2} ab .'],
  ['the whole reason phrase', 'HTTP/1.1 404 Not Found Here\r\nContent-Length: 0\r\n\r\n', '>404 Not Found Here {content-length:0} .'],
  ['no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', '>200  {content-length:0} .'],
  ['until the connection ends', 'HTTP/1.0 200 OK\r\n\r\nrest', '>200 OK {} rest .'],
  ['204 has no body', 'HTTP/1.1 204 No Content\r\n\r\n', '>204 No Content {} .'],
  ['304 has no body', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', '>304 Not Modified {content-length:9} .'],
  ['interim responses without an end', `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(101)}HTTP/1.1 204 No Content\r\n\r\n`, '!400'],
  ['interim responses are passed over', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx', '>200 OK {content-length:1} x .'],
  ['the answer to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', '>200 OK {content-length:9} .', { bodiless: true, tunnel: null }],
  ['cookies are a list', 'HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n', '>200 OK {set-cookie:[a|b], content-length:0} .'],
  ['not HTTP', 'hello\r\n\r\n', '!400'],
  ['not HTTP, without an end', '\0\x01garbage', '!400'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', '!400'],
  ['length and chunked', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', '!400'],
  ['length and chunked, to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', '!400', { bodiless: true, tunnel: null }],
  ['chunked in HTTP/1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '!400'],
  ['a status line that is too long', `HTTP/1.1 200 ${'a'.repeat(17000)}\r\nContent-Length: 0\r\n\r\n`, '!414'],
];

const decodings = (bytes: string): [string, string[]][] => [
  ['whole', [bytes]],
  ['byte by byte', [...bytes]],
  ...(bytes.length > 400 ? [] : [...bytes].map((_, i): [string, string[]] => [`cut at ${i}`, [bytes.slice(0, i), bytes.slice(i)]])),
];

function log(start: (head: Head) => string): { text: string; observer: DecoderObserver<never> } {
  const log = {
    text: '',
    observer: {
      onStart: (head: Head) => (log.text += ` >${start(head)} ${fields(head)} `),
      onBody: (data: Data) => (log.text += data.toBuffer().toString('latin1')),
      onEnd: () => (log.text += ' .'),
      onTunnel: () => (log.text += ' tunnel'),
      onFault: ({ status }: { status: number }) => (log.text += ` !${status}`),
    },
  };
  return log;
}

function fields(head: Head): string {
  const list: string[] = [];
  (head.get('headers') as Head).each((name, value) => {
    const items = plainHeads.asList(value);
    list.push(`${name}:${items === null ? String(value) : `[${items.join('|')}]`}`);
  });
  return `{${list.join(', ')}}`;
}

const squeeze = (text: string): string => text.trim().replace(/ +/g, ' ');

test.each(requests)('a request: %s', (_, bytes, expected) => {
  for (const [how, pieces] of decodings(bytes)) {
    const seen = log((head) => `${String(head.get('method'))} ${String(head.get('path'))}`);
    const decoder = new RequestDecoder(plainHeads, seen.observer);
    for (const piece of pieces) decoder.push(Data.of(piece, 'latin1'));
    expect([how, squeeze(seen.text)]).toEqual([how, squeeze(expected)]);
  }
});

test.each(responses)('a response: %s', (_, bytes, expected, asked = nothing) => {
  for (const [how, pieces] of decodings(bytes)) {
    const seen = log((head) => `${String(head.get('status'))} ${String(head.get('statusText'))}`);
    const decoder = new ResponseDecoder(plainHeads, seen.observer, () => asked);
    for (const piece of pieces) decoder.push(Data.of(piece, 'latin1'));
    decoder.finish();
    expect([how, squeeze(seen.text)]).toEqual([how, squeeze(expected)]);
  }
});

test('small chunks that come together go out together', () => {
  const sizes: number[] = [];
  const decoder = new RequestDecoder(plainHeads, { onStart() {}, onBody: (data) => void sizes.push(data.size), onEnd: () => void sizes.push(-1), onTunnel() {}, onFault() {} });
  const large = `800\r\n${'y'.repeat(2048)}\r\n`;
  decoder.push(Data.of(`POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(1000)}${large}1\r\nx\r\n`));
  decoder.push(Data.of('2\r\nxx\r\n0\r\n\r\n'));
  expect(sizes).toEqual([1000, 2048, 1, 2, -1]);
});
