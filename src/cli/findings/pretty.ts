/** Findings as a person reads them, and at the end how many there are. */
import { describeFault } from '../../host/report.js';
import { paintReport, wantsColours } from '../colours.js';
import type { Finding, Report } from './finding.js';

export const pretty: Report = (findings) => {
  const paint = wantsColours() ? paintReport : undefined;
  const frames = findings.map(({ fault }) => `${describeFault(fault, paint).join('\n')}\n`);
  return findings.length === 0 ? '' : `${frames.join('')}${summary(findings)}\n`;
};

/** Such as `2 errors and 1 warning, of which --fix mends 1`. */
function summary(findings: readonly Finding[]): string {
  const counts = (['error', 'warning', 'note'] as const)
    .map((severity) => counted(findings.filter(({ record }) => record.severity === severity).length, severity))
    .filter((text) => text !== '');
  const mendable = findings.filter(({ record }) => record.fix !== undefined).length;
  return `${counts.join(' and ')}${mendable === 0 ? '' : `, of which --fix mends ${mendable}`}`;
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}
