/** Findings as commands of GitHub's workflows, which show them beside the lines of a pull request. */
import type { Severity } from '../../language/source/diagnostic.js';
import type { FaultRecord } from '../../host/fault-record.js';
import type { Report } from './finding.js';
import { pathFromHere } from './place.js';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

export const github: Report = (findings) => findings.map(({ record }) => `${commandOf(record)}\n`).join('');

function commandOf({ code, severity, message, hint, file, line, column, endLine, endColumn }: FaultRecord): string {
  const place = file === undefined ? {} : { file: pathFromHere(file), line, col: column, endLine, endColumn };
  const properties = Object.entries({ ...place, title: code }).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${commands[severity]} ${properties.join(',')}::${escapeText(hint === undefined ? message : `${message}\n${hint}`)}`;
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
