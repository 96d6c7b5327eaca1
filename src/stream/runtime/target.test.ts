import { formatIP, parseIPv4, parseIPv6 } from '../bytes/ip.js';
import { parseTarget } from './target.js';

test.each([
  ['localhost:80', 'localhost', 80],
  ['10.0.0.1:65535', '10.0.0.1', 65535],
  ['[::1]:8080', '::1', 8080],
  ['[::ffff:10.0.0.1]:1', '::ffff:10.0.0.1', 1],
  ['a-b.c_d:080', 'a-b.c_d', 80],
])('%s is %s and %i', (text, host, port) => {
  expect(parseTarget(text)).toEqual({ host, port });
});

test.each(['', 'host', ':80', 'host:', 'host:0', 'host:65536', 'host:8o', 'host:-1', '::1:80', '[::g]:80', '[10.0.0.1]:80', 'a b:80', 'http://a:80', 'a\n:80'])(
  '%j is no target',
  (text) => {
    expect(parseTarget(text)).toBeNull();
  },
);

test.each([
  ['::', '0:0:0:0:0:0:0:0'],
  ['1::8', '1:0:0:0:0:0:0:8'],
  ['::FFFF:1.2.3.4', '0:0:0:0:0:ffff:102:304'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
])('IPv6 %s is %s', (text, whole) => {
  expect(formatIP(parseIPv6(text)!)).toBe(whole);
});

test.each(['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', '1:2:3:4:5:6:7:8::', '12345::', ':', '1:', 'g::'])('%j is no IPv6 address', (text) => {
  expect(parseIPv6(text)).toBeNull();
});

test.each(['1.2.3', '1.2.3.256', '1.2.3.4.5', '1..2.3', '1.2.3.x', '0001.2.3.4'])('%j is no IPv4 address', (text) => {
  expect(parseIPv4(text)).toBeNull();
});
