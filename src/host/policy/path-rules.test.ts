import { PathRules } from './path-rules.js';

test.each([
  [['/data'], '/data', true],
  [['/data'], '/data/a/b', true],
  [['/data'], '/database', false],
  [['/data'], '/', false],
  [['/data'], '/data\\..\\x', false],
  [['/data/a.txt'], '/data/a.txt', true],
  [['/data/a.txt'], '/data/b.txt', false],
  [['/'], '/etc/passwd', true],
  [['/'], '/proc/self/environ', false],
  [['/'], '/dev/stdin', false],
  [['/proc'], '/proc/loadavg', true],
  [['/proc/loadavg'], '/proc/self/environ', false],
  ['all', '/proc/loadavg', true],
] as const)('%j: %s: %s', (allowed, path, expected) => expect(new PathRules(allowed, []).allows(path)).toBe(expected));

test('denials win', () => {
  const rules = new PathRules('all', ['/etc']);
  expect([rules.allows('/etc/passwd'), rules.allows('/etc2'), new PathRules('all', 'all').allows('/x')]).toEqual([false, true, false]);
});
