import { ListenRules, parseListenRule, type ListenRule } from './listen-rules.js';

const rule = (text: string): ListenRule => parseListenRule(text) as ListenRule;

test.each([
  ['8000', '0.0.0.0', 8000, true],
  ['8000', '::1', 8000, true],
  ['8000', '0.0.0.0', 22, false],
  ['8000-8010', '127.0.0.1', 8010, true],
  ['8000-8010', '127.0.0.1', 8011, false],
  ['127.0.0.1:8000', '127.0.0.1', 8000, true],
  ['127.0.0.1:8000', '::ffff:127.0.0.1', 8000, true],
  ['127.0.0.1:8000', '0.0.0.0', 8000, false],
  ['0.0.0.0:8000', '127.0.0.1', 8000, false],
  ['[::1]:8000', '0:0:0:0:0:0:0:1', 8000, true],
  ['[::1]:8000', '::1%lo', 8000, false],
])('%s: %s, port %i: %s', (text, host, port, allowed) => expect(new ListenRules([rule(text)], []).allows(host, port)).toBe(allowed));

test('what is denied for one address is denied for all addresses at once', () => {
  const rules = new ListenRules('all', [rule('10.0.0.1:80'), rule('22')]);
  expect([rules.allows('10.0.0.1', 80), rules.allows('0.0.0.0', 80), rules.allows('::', 80), rules.allows('127.0.0.1', 80), rules.allows('127.0.0.1', 22)]).toEqual([
    false,
    false,
    false,
    true,
    false,
  ]);
});

test.each(['', '0', '65536', 'http', '8000-', '80-79', '127.1:80', 'localhost:80', '::1:80', '127.0.0.1:', '[127.0.0.1]:80x', '[::1%lo]:80'])('%j is no rule', (text) =>
  expect(typeof parseListenRule(text)).toBe('string'),
);
