/** The records of a run in words. */

/** How many of the reasons that keep files out are told. */
const mostGroups = 40;

export function summary(records) {
  const of = (kind, status, more = () => true) => records.filter((record) => record.kind === kind && record.status === status && more(record)).length;
  const form = (name) => (record) => record.form === name;
  const admitted = (more) => of('positive', 'passed', more) + of('positive', 'failed', more);
  const row = (name, more) => `  ${name.padEnd(12)}${share(of('positive', 'passed', more), admitted(more))}`;
  const negatives = ['passed', 'failed', 'refused'].map((status) => of('negative', status));
  const isTrue = (record) => record.true;
  const broken = records.filter(({ status }) => status === 'broken').length;
  return [
    `${number(records.length)} files: ${number(records.filter(({ status }) => status === 'skipped').length)} skipped${broken > 0 ? `, ${broken} broken` : ''}`,
    '',
    'positive files that are admitted, and pass',
    row('as is', form('as is')),
    row('translated', form('translated')),
    row('together', () => true),
    '',
    'negative files',
    `  ${share(negatives[0], negatives[0] + negatives[1])} pass`,
    `  ${number(of('negative', 'passed', isTrue))} of them for the mistake itself, ${number(of('negative', 'passed', (record) => !record.true))} for a construct that the dialect lacks`,
    ...(negatives[2] > 0 ? [`  ${number(negatives[2])} refused before they could make a mistake when they run`] : []),
    '',
    ...translations(records),
    ...groups(records, 'skipped', (record) => record.status === 'skipped'),
    ...groups(records, 'left out on purpose', (record) => isRefused(record) && isNeed(record)),
    ...groups(records, 'refused', (record) => isRefused(record) && !isNeed(record)),
  ];
}

const isRefused = ({ kind, status }) => kind === 'positive' && status === 'refused';
const isNeed = ({ group }) => group.startsWith('needs ');

function translations(records) {
  const counts = count(records.filter(({ form }) => form === 'translated').flatMap((record) => record.translations ?? []));
  return counts.length === 0 ? [] : ['translations in admitted files', ...counts.map(([name, times]) => `  ${number(times).padStart(6)}  ${name}`), ''];
}

/** Reasons by how many files they are the first one of, and how many have them at all. */
function groups(records, title, belongs) {
  const files = records.filter(belongs);
  if (files.length === 0) return [];
  const all = new Map(count(files.flatMap(({ group, findings }) => findings ?? [group])));
  const first = count(files.map(({ group }) => group));
  const rows = first.slice(0, mostGroups).map(([name, times]) => `  ${number(times).padStart(6)} ${`(${number(all.get(name))})`.padStart(8)}  ${name}`);
  const more = first.length - rows.length;
  return [`${title}: ${number(files.length)} files, by what was found first (in how many it was found at all)`, ...rows, ...(more > 0 ? [`  … and ${more} more`] : []), ''];
}

function count(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** One line for each file of a status: its path, a tab, and why. */
export function listing(records, status) {
  return records
    .filter((record) => record.status === status || (status === 'failed' && record.status === 'broken'))
    .map((record) => [record.path, record.reason?.split('\n')[0] ?? record.findings?.join(' | ') ?? record.group ?? record.form].filter(Boolean).join('\t'));
}

const number = (value) => value.toLocaleString('en-US');

function share(part, whole) {
  return `${number(part)} of ${number(whole)}${whole === 0 ? '' : ` (${((100 * part) / whole).toFixed(1)} %)`}`;
}
