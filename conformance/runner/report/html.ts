/**
 * One page that stands by itself: what each implementation makes of each case. Beside those that were asked
 * stand those whose answers were recorded. The page needs nothing from elsewhere, and reads without scripts;
 * they only filter.
 */
import type { Case } from '../case.js';
import { showAnswer, showOutcomes } from '../compare.js';
import { judgeObservation } from '../observed.js';
import { total, type Result, type Run } from '../run.js';
import { sourceOf, titleOf, type ReportMaker } from './report.js';
import { markup } from './text.js';
import { filterScript, style } from './html-page.js';

export const html: ReportMaker = (print) => ({
  started: () => {},
  result: () => {},
  ended: () => {},
  finished: (runs) => print(pageOf(runs)),
});

/** One implementation's answers, by the ids of cases. */
interface Column {
  readonly title: string;
  /** It was asked before, and its answers were kept. */
  readonly recorded: boolean;
  readonly cells: ReadonlyMap<string, Cell>;
}

interface Cell {
  readonly kind: 'pass' | 'fail' | 'skip';
  readonly text: string;
}

function pageOf(runs: readonly Run[]): string {
  const results = new Map<string, Result>();
  for (const run of runs) for (const result of run.results) if (!results.has(result.item.id)) results.set(result.item.id, result);
  const rows = [...results.values()].sort((a, b) => Number(a.item.file > b.item.file) - Number(a.item.file < b.item.file));
  const columns = [...runs.map(columnOfRun), ...recordedColumns(rows.map(({ item }) => item))];
  const files = [...new Set(rows.map(({ item }) => item.file))];
  const sections = files.map((file) => sectionOf(file, rows.filter(({ item }) => item.file === file), columns));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PipyJS conformance</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>PipyJS conformance</h1>
<p>${rows.length} cases. ${markup(total(runs))}.${runs.map((run) => (run.stopped === null ? '' : ` <strong>${markup(run.stopped)}</strong>`)).join('')}</p>
<form id="filter" hidden>
<label>Search <input type="search" name="text" placeholder="text of a case"></label>
<label>Show <select name="show">
<option value="">all cases</option>
<option value="fail">cases that somebody fails</option>
<option value="asked">cases that fail now</option>
<option value="skip">cases that were skipped</option>
<option value="differ">cases on which columns differ</option>
</select></label>
<label>Part <select name="part"><option value="">all</option>${[...new Set(files.map(partOf))].map((part) => `<option>${markup(part)}</option>`).join('')}</select></label>
<output name="count"></output>
</form>
</header>
<main>
<table>
<thead><tr><th scope="col">case</th><th scope="col">expected</th>${columns.map(headOf).join('')}</tr></thead>
${sections.join('\n')}
</table>
</main>
<script>${filterScript}</script>
</body>
</html>`;
}

function columnOfRun(run: Run): Column {
  const cells = run.results.map(({ item, kind, reason, answer }): [string, Cell] => [item.id, { kind, text: kind === 'pass' ? answer : kind === 'skip' ? reason : answer || reason }]);
  return { title: titleOf(run), recorded: false, cells: new Map(cells) };
}

function recordedColumns(items: readonly Case[]): Column[] {
  const names = [...new Set(items.flatMap(({ observed = [] }) => observed.map(({ implementation }) => implementation)))].sort();
  return names.map((name) => {
    const cells = new Map<string, Cell>();
    for (const item of items) {
      const seen = judgeObservation(item, name);
      if (seen !== null) cells.set(item.id, { kind: seen.wrong === null ? 'pass' : 'fail', text: showAnswer(seen.answer) });
    }
    return { title: name === 'ecma' ? 'ECMA-262' : `Pipy ${name}`, recorded: true, cells };
  });
}

function headOf({ title, recorded, cells }: Column): string {
  const passed = [...cells.values()].filter(({ kind }) => kind === 'pass').length;
  return `<th scope="col">${markup(title)}<small>${recorded ? 'recorded, ' : ''}${passed} of ${cells.size}</small></th>`;
}

function sectionOf(file: string, rows: readonly Result[], columns: readonly Column[]): string {
  const sums = columns.map(({ cells }) => {
    const own = rows.map(({ item }) => cells.get(item.id)).filter((cell) => cell !== undefined);
    const passed = own.filter(({ kind }) => kind === 'pass').length;
    const kind = own.some((cell) => cell.kind === 'fail') ? 'fail' : own.length > 0 && passed === own.length ? 'pass' : '';
    return `<td class="${kind}">${own.length === 0 ? '' : `${passed} / ${own.length}`}</td>`;
  });
  const head = `<tr class="file"><th scope="rowgroup" colspan="2">${markup(file)}</th>${sums.join('')}</tr>`;
  return `<tbody data-part="${markup(partOf(file))}">${head}\n${rows.map((row) => rowOf(row, columns)).join('\n')}</tbody>`;
}

function rowOf(row: Result, columns: readonly Column[]): string {
  const { item } = row;
  const cells = columns.map((column) => column.cells.get(item.id));
  const kinds = new Set(cells.filter((cell) => cell !== undefined).map(({ kind }) => kind));
  const marks = [...kinds, ...(kinds.size > 1 ? ['differ'] : []), ...(columns.some((column, i) => !column.recorded && cells[i]?.kind === 'fail') ? ['asked'] : [])];
  const { difference } = item;
  const note = difference === undefined || difference.why === '' ? '' : `<small>${markup(difference.class)}: ${markup(difference.why)}</small>`;
  const expected = `${showOutcomes(item.expected.outcomes)}${(item.expected.printed ?? []).map((line) => `\n> ${line}`).join('')}`;
  return (
    `<tr data-is="${marks.join(' ')}"><th scope="row" title="${markup(item.id)}"><code>${markup(sourceOf(row))}</code>${note}</th>` +
    `<td>${item.canary ? 'not ' : ''}<code>${markup(expected)}</code></td>${cells.map(cellOf).join('')}</tr>`
  );
}

const signs = { pass: '✓', fail: '✗', skip: '–' };

function cellOf(cell: Cell | undefined): string {
  if (cell === undefined) return '<td></td>';
  return `<td class="${cell.kind}"><b>${signs[cell.kind]}</b> <span>${markup(cell.text)}</span></td>`;
}

/** The folder of a file. */
function partOf(file: string): string {
  return file.split('/')[0];
}
