/** The builder of a code base that is at work: a script that kept it can declare nothing more, for itself or anybody else. */
import { Served } from '../testing/served.js';

/** In a callback, does something with the builder that it kept. */
const keeping = (work: string): string => `
var kept = pipy()
kept.listen(80).handleData(data => { if (data.size > 0) { ${work} } })
`;

test.each([
  ["kept.pipeline('evil').dummy()"],
  ["kept.pipeline('evil')"],
  ['kept.listen(81)'],
  ["kept.task('1s')"],
  ["kept.export('evil', { __evil: 1 })"],
  ["kept.import({ __evil: 'evil' })"],
  ['kept.dummy()'],
])('%s', (work) => {
  const served = new Served(keeping(work));
  served.feed(served.connect(80), 'x');
  expect(served.log.join('\n')).toContain('error[PJS536]');
  // Another code base, loaded afterwards, is what its own script says.
  const other = new Served('pipy().listen(82).dummy()');
  expect([...other.listens]).toEqual(['82@0.0.0.0']);
  expect(other.pipelines).toEqual([]);
});
