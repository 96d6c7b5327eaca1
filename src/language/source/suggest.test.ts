import { suggest } from './suggest.js';

test.each<[string, string[], string | null]>([
  ['pippy', ['os', 'pipy', 'Map'], 'pipy'],
  ['Mesage', ['Message', 'MessageEnd'], 'Message'],
  ['JOSN', ['JSON', 'Math'], 'JSON'],
  ['json', ['JSON'], 'JSON'],
  ['__turnDwon', ['__turnDown', '__turnUp'], '__turnDown'],
  ['x', ['y'], null],
  ['balancer', ['router'], null],
  ['pipy', ['pipy'], null],
  ['a'.repeat(100_000), ['a'], null],
])('%s may have been meant as one of %j', (name, candidates, nearest) => {
  expect(suggest(name, candidates)).toBe(nearest);
});
