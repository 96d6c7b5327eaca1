import type { RequestDetails } from '../stream/runtime/ports.js';
import { accessLine, accessLogFormats, type AccessLogFormat } from './access-log.js';

const at = Date.parse('2026-11-26T20:16:18.123Z');
const usual: RequestDetails = { client: '10.0.0.1', protocol: 'HTTP/1.1', method: 'GET', target: '/a?b=c', host: 'x.example', referer: null, userAgent: 'curl/8', id: 'r-1' };

function line(format: AccessLogFormat, details: Partial<RequestDetails> = {}, served = {}): string {
  return accessLine(format, { began: 10, ended: 11.5, status: 200, bytes: 12, isTunnel: false, upstream: '10.0.0.9:80', details: { ...usual, ...details }, ...served }, at);
}

test('a request in each format', () => {
  const common = /^10\.0\.0\.1 - - \[2[567]\/Nov\/2026:\d\d:\d\d:18 [+-]\d{4}\] "GET \/a\?b=c HTTP\/1\.1" 200 12/;
  expect(line('common')).toMatch(new RegExp(`${common.source}\n$`));
  expect(line('combined')).toMatch(new RegExp(`${common.source} "-" "curl/8"\n$`));
  expect(JSON.parse(line('json'))).toEqual({
    time: '2026-11-26T20:16:18.123Z', remote: '10.0.0.1', method: 'GET', target: '/a?b=c', protocol: 'HTTP/1.1', status: 200, bytes: 12, duration: 1.5, id: 'r-1',
    host: 'x.example', referer: null, userAgent: 'curl/8', upstream: '10.0.0.9:80',
  });
});

test('where tenants share a log, each line names one', () => {
  const request = { began: 10, ended: 11.5, status: 200, bytes: 12, isTunnel: false, upstream: null, details: usual };
  expect(accessLine('common', request, at, 'alice')).toBe(`alice ${accessLine('common', request, at)}`);
  expect(JSON.parse(accessLine('json', request, at, 'alice'))).toEqual({ tenant: 'alice', ...JSON.parse(accessLine('json', request, at)) });
});

test('what was not read, or not answered, is a dash or null', () => {
  const nothing = { protocol: '', method: '', target: '', host: null, userAgent: null };
  expect(line('combined', nothing, { status: 0, bytes: 0 })).toMatch(/\] "-" - 0 "-" "-"\n$/);
  expect(JSON.parse(line('json', nothing, { status: 0, upstream: null }))).toMatchObject({ method: null, target: null, protocol: null, status: null, host: null, upstream: null });
});

test('no client can end a field or a line, steer a terminal, or make a line long', () => {
  const hostile = '"\\\n\r\t\x1b[2J\x00\x7f\x9b\u2028é" 200 1';
  for (const format of accessLogFormats) {
    for (const text of [hostile, hostile.repeat(1000), '\x9b'.repeat(100_000), 'a'.repeat(100_000)]) {
      const written = line(format, { client: text, protocol: text, method: text, target: text, host: text, referer: text, userAgent: text, id: text }, { upstream: text });
      expect(written).toMatch(/^[ -~]+\n$/);
      expect(written.length).toBeLessThanOrEqual(5000);
      if (format === 'json') expect((JSON.parse(written) as { target: string }).target.slice(0, 10)).toBe(text.slice(0, 10));
      else expect(written.split('"').length).toBe(format === 'common' ? 3 : 7);
    }
  }
  expect(line('common', { target: hostile })).toContain('"GET \\x22\\x5c\\x0a\\x0d\\x09\\x1b[2J\\x00\\x7f\\x9b\\u2028\\xe9\\x22 200 1 HTTP/1.1" 200 12');
});
