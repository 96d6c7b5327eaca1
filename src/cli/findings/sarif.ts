/** Findings as SARIF 2.1.0, which code hosts and editors read. */
import type { FaultRecord, FixRecord, PlaceRecord } from '../../host/fault-record.js';
import { codes, type Code } from '../../language/source/codes.js';
import { packageVersion } from '../paths.js';
import type { Report } from './finding.js';
import { uriFromHere } from './place.js';

export const sarif: Report = (findings) => {
  const used = [...new Set(findings.map(({ record }) => record.code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'pipyjs', version: packageVersion, rules: used.map(ruleOf) } },
        columnKind: 'unicodeCodePoints',
        results: findings.map(({ record }) => resultOf(record, used.indexOf(record.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

/** Limits and denials have no row in the table of codes. */
function ruleOf(id: string): object {
  if (!Object.hasOwn(codes, id)) return { id };
  const { message, hint, severity = 'error' } = codes[id as Code];
  return {
    id,
    shortDescription: { text: message.replaceAll(/%\d/g, '…') },
    ...(hint !== undefined && { help: { text: hint } }),
    defaultConfiguration: { level: severity },
  };
}

function resultOf(record: FaultRecord, ruleIndex: number): object {
  const { code, severity, message, hint, file, fix } = record;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    ...(file !== undefined && { locations: [{ physicalLocation: { artifactLocation: artifactOf(file), region: regionOf(record as PlaceRecord) } }] }),
    ...(file !== undefined && fix !== undefined && { fixes: [fixOf(file, fix)] }),
  };
}

function fixOf(file: string, { title, edits }: FixRecord): object {
  const replacements = edits.map((edit) => ({ deletedRegion: regionOf(edit), insertedContent: { text: edit.text } }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: artifactOf(file), replacements }] };
}

function artifactOf(file: string): object {
  const { uri, isRelative } = uriFromHere(file);
  return isRelative ? { uri, uriBaseId: '%SRCROOT%' } : { uri };
}

function regionOf({ line, column, endLine, endColumn }: PlaceRecord): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
