/** What Pipy 1.5 has for its pipelines of functions, which this release does not run: whoever calls it is told so. */

const advice = 'this is of the pipelines of Pipy 1.5, which are not in this release: begin with `pipy()`, and name sub-pipelines';

export function ofNewerPipelines(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name, advice]));
}
