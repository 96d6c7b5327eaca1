/** JUnit's XML, which services for continuous integration read: a suite for each file of each implementation. */
import type { Result, Run } from '../run.js';
import { sourceOf, titleOf, type ReportMaker } from './report.js';
import { markup } from './text.js';

export const junit: ReportMaker = (print) => ({
  started: () => {},
  result: () => {},
  ended: () => {},
  finished: (runs) => {
    print('<?xml version="1.0" encoding="UTF-8"?>');
    print('<testsuites name="conformance">');
    for (const run of runs) for (const part of suitesOf(run)) print(part);
    print('</testsuites>');
  },
});

function suitesOf(run: Run): string[] {
  const files = [...new Set(run.results.map(({ item }) => item.file))];
  const suites = files.map((file) => {
    const results = run.results.filter(({ item }) => item.file === file);
    const count = (kind: string): number => results.filter((result) => result.kind === kind).length;
    const name = markup(`${titleOf(run)} ${file}`);
    return [
      `<testsuite name="${name}" tests="${results.length}" failures="${count('fail')}" skipped="${count('skip')}" time="${seconds(results)}">`,
      ...results.map((result) => caseOf(result)),
      '</testsuite>',
    ].join('\n');
  });
  if (run.stopped === null) return suites;
  const failure = `<testcase name="can be asked" classname="hello"><failure message="${markup(run.stopped)}"/></testcase>`;
  return [`<testsuite name="${markup(titleOf(run))}" tests="1" failures="1" skipped="0">${failure}</testsuite>`, ...suites];
}

function caseOf(result: Result): string {
  const { item, kind, reason } = result;
  const head = `<testcase name="${markup(item.id)}" classname="${markup(item.file)}" time="${seconds([result])}"`;
  if (kind === 'pass') return `${head}/>`;
  if (kind === 'skip') return `${head}><skipped message="${markup(reason)}"/></testcase>`;
  return `${head}><failure message="${markup(reason)}">${markup(sourceOf(result))}</failure></testcase>`;
}

function seconds(results: readonly Result[]): string {
  return (results.reduce((sum, { time }) => sum + time, 0) / 1000).toFixed(3);
}
