/** The list of files that are known to fail: `path`, tab, reason, under headings that begin with `#`. */
import { readFileSync } from 'node:fs';

/** Path → reason. */
export function readFailures(file) {
  const failures = new Map();
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      if (line.trim() === '' || line.startsWith('#')) return;
      const [path, reason, ...more] = line.split('\t');
      if (!reason || more.length > 0) throw new Error(`${file}:${index + 1}: not a path, a tab and a reason`);
      if (failures.has(path)) throw new Error(`${file}:${index + 1}: ${path} is there twice`);
      failures.set(path, reason);
    });
  return failures;
}

/** What the list does not say of these records, or says and is not so. */
export function compareWithList(records, failures) {
  const complaints = [];
  for (const { path, kind, status, reason } of records) {
    const isFailing = status === 'failed' || status === 'broken';
    if (isFailing && !failures.has(path)) complaints.push(`fails, and is not listed: ${path}: ${firstLine(reason)}`);
    if (!isFailing && failures.has(path)) complaints.push(`is listed as failing, but ${kind === null ? 'is skipped' : `has ${status === 'passed' ? 'passed' : 'been refused'}`}: ${path}`);
  }
  return complaints;
}

const firstLine = (text) => text.split('\n')[0];
