/**
 * `npm run framing [-- --only TEXT] [--fronts NAME,…] [--whole] [--json] [--details]`: the grid of framing, cases of `cases/` by the fronts of
 * `fronts.mjs`; `--whole` leaves out what ours makes of single bytes. Writes the table in README.md of this folder, where all cases and fronts were asked; the exit status is 1 where ours
 * forwards what a strict reader refuses or others read otherwise, where it hangs, or where its answer depends on how bytes are cut.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePorts, ready, start, stop } from '../bench/processes.mjs';
import build from '../test-build.mjs';
import { cases } from './cases.mjs';
import { request, response } from './converse.mjs';
import { fronts } from './fronts.mjs';
import { deviates, disagree, fault, misread, show, showReading } from './judge.mjs';
import { Origin } from './origin.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' }, fronts: { type: 'string' }, json: { type: 'boolean' }, details: { type: 'boolean' }, whole: { type: 'boolean' }, lanes: { type: 'string', default: '24' } } });
const own = 'PipyJS';
const width = Number(values.lanes);
const say = (text) => values.json || console.log(text);

const rows = cases.filter(({ group, name }) => values.only === undefined || `${group}: ${name}`.includes(values.only));
const asked = fronts.filter(({ name }) => values.fronts === undefined || values.fronts.split(',').includes(name));
const present = asked.filter(({ absent }) => absent() === null);
for (const { name, absent } of asked) if (absent() !== null) say(`${name} is left out: ${absent()}`);
if (present.some(({ name }) => name === own)) build();

/** A front that runs: its lanes, and who ends it. */
async function open({ name, command }, lanes) {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-framing-'));
  const running = start(0, command(folder, lanes.map(({ port, origin }) => ({ port, upstream: origin.port }))), { cwd: folder });
  for (const { port } of lanes) await ready(running, port);
  const close = async () => {
    for (const { origin } of lanes) origin.close();
    await stop(running);
    rmSync(folder, { recursive: true, force: true });
  };
  return { name, lanes, running, close };
}

const ask = (row, lane, apart) => (row.kind === 'response' ? response(row, lane) : request(row, lane, apart));

/** All rows through the lanes of one front, each lane taking the next. */
async function askAll({ lanes }, list, apart = false) {
  const cells = new Map();
  const work = [...list];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let row = work.shift(); row !== undefined; row = work.shift()) cells.set(row, await ask(row, lane, apart));
    }),
  );
  return cells;
}

/** What is wrong with a row: empty where nothing is. */
function findings(row, cells) {
  const list = [];
  const wrong = misread(row);
  if (wrong !== null) list.push(wrong);
  const ours = cells.get(own);
  if (ours !== undefined) {
    const what = fault(row, ours);
    if (what !== null) list.push(`${own} ${what}`);
  }
  for (const [name, cell] of cells) {
    if (name !== own && ours !== undefined && disagree(row, ours, cell)) list.push(`${own} and ${name} disagree: ${show(row, ours)} and ${show(row, cell)}`);
  }
  return list;
}

const origins = await Promise.all(Array.from({ length: width * present.length }, () => Origin.start()));
const lanes = (await freePorts(origins.length)).map((port, i) => ({ port, origin: origins[i] }));
const running = [];
const results = [];
try {
  for (const [i, front] of present.entries()) running.push(await open(front, lanes.slice(i * width, (i + 1) * width)));
  const grid = new Map(await Promise.all(running.map(async (front) => [front.name, await askAll(front, rows)])));
  const ours = running.find(({ name }) => name === own);
  const requests = rows.filter(({ kind }) => kind === 'request');
  const apart = ours === undefined || values.whole ? new Map() : await askAll(ours, requests, true);
  for (const row of rows) {
    let cells = new Map(running.map(({ name }) => [name, grid.get(name).get(row)]));
    let list = findings(row, cells);
    // What was cut short by a machine that is busy is asked again, alone.
    for (let i = 0; i < 2 && list.length > 0; i++) {
      cells = new Map();
      for (const { name, lanes } of running) cells.set(name, await ask(row, lanes[0]));
      list = findings(row, cells);
    }
    const cut = apart.get(row);
    if (cut !== undefined && show(row, cut) !== show(row, cells.get(own))) {
      const again = await ask(row, ours.lanes[0], true);
      const what = fault(row, again);
      if (what !== null) list.push(`${own}, byte by byte, ${what}`);
      else if (show(row, again) !== show(row, cells.get(own))) list.push(`${own}, byte by byte: ${show(row, again)}, else ${show(row, cells.get(own))}`);
    }
    results.push({ row, cells, findings: list });
  }
  if (ours !== undefined && (ours.running.child.exitCode !== null || ours.running.output.includes('[bug]'))) throw new Error(`${own} has failed:\n${ours.running.output}`);
} finally {
  for (const front of running) await front.close();
}

const names = present.map(({ name }) => name);
const cellOf = (row, cell) => (deviates(row, cell) ? `**${show(row, cell)}**` : show(row, cell));
const groups = [...new Set(rows.map(({ group }) => group))];
const escape = (text) => text.replace(/[\\|*_`<>[\]]/g, '\\$&');

function tableOf(group) {
  return [
    `### ${group}`,
    '',
    `| | strict | ${names.join(' | ')} | |`,
    `|---|---|${names.map(() => '---').join('|')}|---|`,
    ...results
      .filter(({ row }) => row.group === group)
      .map(({ row, cells, findings }) => `| ${escape(row.name)} | ${showReading(row)} | ${names.map((name) => cellOf(row, cells.get(name))).join(' | ')} | ${findings.length === 0 ? 'ok' : escape(findings.join('; '))} |`),
  ].join('\n');
}

/** How many cells of each front are how. */
const count = (holds) => names.map((name) => results.filter(({ row, cells }) => holds(row, cells.get(name), cells)).length).join(' | ');
const isRefused = ({ kind, reading }) => (kind === 'response' ? reading : reading.at(-1)) === 'refused';
const otherThan = (row, cell, cells) => [...cells.values()].some((other) => other !== cell && disagree(row, cell, other));
const summary = [
  `| of ${results.length} cases, of which a strict reader refuses ${rows.filter(isRefused).length} | ${names.join(' | ')} |`,
  `|---|${names.map(() => '---:').join('|')}|`,
  `| forwards what a strict reader refuses, or reads otherwise | ${count((row, cell) => deviates(row, cell))} |`,
  `| takes it for other messages than another front does | ${count(otherThan)} |`,
  `| lets the next answer be poisoned | ${count((_, cell) => cell.poisoned === true)} |`,
  `| hangs | ${count((_, cell) => cell.hang)} |`,
].join('\n');

const wrong = results.filter(({ findings }) => findings.length > 0);
if (values.json) {
  console.log(JSON.stringify({ fronts: names, groups: groups.map((group) => ({ group, cases: results.filter(({ row }) => row.group === group).length })), findings: wrong.map(({ row, findings }) => ({ group: row.group, name: row.name, findings })) }));
} else {
  if (values.details) for (const { row, cells } of results) console.log(`${row.group}: ${row.name} [${showReading(row)}] ${names.map((name) => `${name} ${JSON.stringify(cells.get(name)).slice(0, 300)}`).join('\n    ')}`);
  console.log(summary);
  for (const { row, findings } of wrong) console.log(`${row.group}: ${row.name}: ${findings.join('; ')}`);
}
if (!values.json && values.only === undefined && names.length === fronts.length) {
  const page = fileURLToPath(new URL('README.md', import.meta.url));
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, text.replace(/(<!-- begin -->)[^]*(<!-- end -->)/, (_, begin, end) => `${begin}\n\n${present.map(({ name, version }) => `${name} ${version()}`).join(', ')}.\n\n${summary}\n\n${groups.map(tableOf).join('\n\n')}\n\n${end}`));
}
process.exitCode = wrong.length > 0 ? 1 : 0;
