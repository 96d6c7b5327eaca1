/** Who may be connected to: every spelling of an address, every kind of rule. */
import { ConnectRules, parseConnectRule, type ConnectRule } from './connect-rules.js';

const rules = (...texts: string[]): ConnectRule[] =>
  texts.flatMap((text) => {
    const parsed = parseConnectRule(text);
    if (typeof parsed === 'string') throw new Error(parsed);
    return parsed;
  });

const only = (...texts: string[]): ConnectRules => new ConnectRules(rules(...texts), []);

/** What a tenant gets by a bare `--allow-connect`. */
const anyPublic = only('*');

describe('what has to be named is not public, however it is written', () => {
  const spellings = [
    // Loopback.
    '127.0.0.1',
    '127.255.255.254',
    '::1',
    '0:0:0:0:0:0:0:1',
    '0000:0000:0000:0000:0000:0000:0000:0001',
    '::0.0.0.1',
    'localhost',
    // Spellings that only resolvers understand.
    '127.1',
    '127.0.1',
    '0',
    '0.0',
    '2130706433',
    '0x7f000001',
    '0X7F000001',
    '0x7f.0.0.1',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.01',
    '010.0.0.1',
    '127.0.0.1.',
    '1.2.3.4.5',
    '256.1.1.1',
    '0x',
    // IPv4 in IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP.
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::FFFF:7F00:0001',
    '0:0:0:0:0:ffff:7f00:1',
    '::ffff:0177.0.0.1',
    '::127.0.0.1',
    '::7f00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:7f00:1::',
    '2001:0:5db8:d822::80ff:fffe',
    '2606:2800::5efe:127.0.0.1',
    '2606:2800::200:5efe:7f00:1',
    // Zones.
    'fe80::1%eth0',
    'fe80::1%25eth0',
    '::1%lo',
    '127.0.0.1%lo',
    // Private, shared, link-local and metadata.
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '100.127.255.255',
    '169.254.169.254',
    'fd00:ec2::254',
    'fc00::1',
    'fe80::1',
    'febf::1',
    'fec0::1',
    // Unspecified, multicast, broadcast, and what is nobody's.
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '239.255.255.250',
    'ff02::1',
    '255.255.255.255',
    '240.0.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '2001:db8::1',
    '4000::1',
    // No names and no addresses.
    '',
    '[::1]',
    '::1]:80',
    'a b',
    'a..b',
    'user@example.com',
    'example.com/path',
    '１２７.０.０.１',
    'ⓛocalhost',
    'example.com\0.internal',
    '/var/run/docker.sock',
  ];

  test.each(spellings)('%j', (host) => expect(anyPublic.allowsHost(host, 80)).toBe(false));

  test('a rule for loopback lets through what ends up there, and nothing else', () => {
    const local = only('127.0.0.1:9000', '*');
    const reached = spellings.filter((host) => local.allowsHost(host, 9000) || local.allowsAddress('example.com', host, 9000));
    expect(reached).toEqual([
      ...['127.0.0.1', 'localhost', '::ffff:127.0.0.1', '::ffff:7f00:1', '::FFFF:7F00:0001', '0:0:0:0:0:ffff:7f00:1'],
      ...['64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '2606:2800::5efe:127.0.0.1', '2606:2800::200:5efe:7f00:1', '127.0.0.1%lo'],
    ]);
    const alone = only('127.0.0.1:9000');
    expect(spellings.filter((host) => alone.allowsHost(host, 9000)).length).toBe(6);
    expect(spellings.filter((host) => alone.allowsHost(host, 9001))).toEqual([]);
  });

  test.each(['93.184.215.14', '172.32.0.1', '100.128.0.1', '2606:2800:21f::1', '64:ff9b::5db8:d70e', '::ffff:93.184.215.14', 'example.com', 'example.com.', 'EXAMPLE.com', 'xn--bcher-kva.example'])(
    '%s is public',
    (host) => expect(anyPublic.allowsHost(host, 80)).toBe(true),
  );
});

describe('rules', () => {
  test.each([
    // Names.
    ['api.example.com', 'api.example.com', 80, true],
    ['api.example.com', 'API.Example.COM.', 80, true],
    ['api.example.com.', 'api.example.com', 80, true],
    ['api.example.com:443', 'api.example.com', 443, true],
    ['api.example.com:443', 'api.example.com', 444, false],
    ['api.example.com:8000-8010', 'api.example.com', 8010, true],
    ['api.example.com:8000-8010', 'api.example.com', 8011, false],
    ['api.example.com', 'evil-api.example.com', 80, false],
    ['api.example.com', 'api.example.com.evil.org', 80, false],
    ['*.example.com', 'a.b.example.com', 80, true],
    ['*.example.com', 'example.com', 80, false],
    ['*.example.com', 'badexample.com', 80, false],
    ['*', 'anything.org', 80, true],
    ['*:443', 'anything.org', 80, false],
    // Addresses.
    ['10.0.0.0/8', '10.1.2.3', 80, true],
    ['10.0.0.0/8:80', '10.1.2.3', 81, false],
    ['10.0.0.0/8', '11.0.0.1', 80, false],
    ['127.0.0.1:9000', '127.0.0.1', 9000, true],
    ['127.0.0.1:9000', '127.0.0.2', 9000, false],
    ['127.0.0.1:9000', 'localhost', 9000, true],
    ['localhost', '127.0.0.1', 1, true],
    ['localhost', '::1', 1, true],
    ['localhost:80', '127.0.0.1', 81, false],
    ['[::1]:80', '::1', 80, true],
    ['[::1]', 'localhost', 80, false],
    ['[fd00::/8]:443', 'fd12::1', 443, true],
    ['169.254.169.254', '169.254.169.254', 80, true],
    ['[64:ff9b::/96]', '64:ff9b::5db8:d70e', 80, true],
    ['[64:ff9b::/96]', '64:ff9b::7f00:1', 80, false],
    // A block with public addresses in it is not meant for the others.
    ['0.0.0.0/0', '93.184.215.14', 80, true],
    ['0.0.0.0/0', '127.0.0.1', 80, false],
    ['0.0.0.0/0', '169.254.169.254', 80, false],
    ['192.0.0.0/8', '192.168.0.1', 80, false],
    ['[::/0]', '::1', 80, false],
    // A name is not looked up because of rules for addresses.
    ['10.0.0.0/8', 'db.internal', 80, false],
    ['93.184.215.14', 'example.com', 80, false],
  ])('%s: %s, port %i: %s', (rule, host, port, allowed) => expect(only(rule).allowsHost(host, port)).toBe(allowed));

  test('a name gives its public addresses; one that has to be named needs a rule for the address', () => {
    expect(only('api.example.com').allowsAddress('api.example.com', '93.184.215.14', 443)).toBe(true);
    for (const address of ['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fe80::1%eth0', '64:ff9b::a00:1']) {
      expect([address, only('api.example.com', '*').allowsAddress('api.example.com', address, 443)]).toEqual([address, false]);
    }
    const both = only('api.example.com', '10.0.0.0/8:443');
    expect([both.allowsAddress('api.example.com', '10.0.0.1', 443), both.allowsAddress('api.example.com', '10.0.0.1', 80)]).toEqual([true, false]);
    expect(only('*.localhost').allowsAddress('x.localhost', '127.0.0.1', 80)).toBe(false);
  });

  test('what is denied is denied in every form', () => {
    const but = (...denied: string[]): ConnectRules => new ConnectRules('all', rules(...denied));
    expect(but().allowsHost('127.1', 80)).toBe(true);
    for (const form of ['10.0.0.1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '::10.0.0.1']) expect([form, but('10.0.0.0/8').allowsHost(form, 80)]).toEqual([form, false]);
    expect(but('10.0.0.0/8').allowsAddress('example.com', '10.0.0.1', 80)).toBe(false);
    expect([but('*:25').allowsHost('example.com', 25), but('*:25').allowsHost('10.0.0.1', 25), but('*:25').allowsHost('10.0.0.1', 26)]).toEqual([false, false, true]);
    expect([but('*.example.com').allowsHost('A.example.com.', 1), but('*.example.com').allowsAddress('a.example.com', '93.184.215.14', 1)]).toEqual([false, false]);
    expect([but('localhost').allowsHost('localhost', 1), but('localhost').allowsHost('127.0.0.1', 1), but('localhost').allowsAddress('x.org', '::1', 1)]).toEqual([false, false, false]);
  });

  test.each([
    ['', 'no name of a host'],
    ['127.1', 'is no address'],
    ['0x7f000001', 'is no address'],
    ['2130706433:80', 'is no address'],
    ['0177.0.0.1', 'is no address'],
    ['*.1', 'no name of a host'],
    ['::1', 'write [::1]'],
    ['fd00::/8', 'write [fd00::/8]'],
    ['fd00::1:80', 'write [fd00::1:80]'],
    ['[::1', 'no name of a host'],
    ['[::1]80', 'no host with a port'],
    ['[fe80::1%eth0]', 'is no address'],
    ['[example.com]', 'is no address'],
    ['10.0.0.1/8', 'the one it lies in is 10.0.0.0/8'],
    ['10.0.0.0/33', 'length from 0 to 32'],
    ['[fd00::/129]', 'length from 0 to 128'],
    ['example.com:0', 'is no port'],
    ['example.com:65536', 'is no port'],
    ['example.com:http', 'is no port'],
    ['example.com:90-80', 'empty range'],
    ['exa mple.com', 'no name of a host'],
    ['http://example.com', 'is no port'],
    ['a*.example.com', 'no name of a host'],
    ['bücher.example', 'xn--'],
  ])('%j is no rule: %s', (text, complaint) => expect(parseConnectRule(text)).toEqual(expect.stringContaining(complaint)));
});
