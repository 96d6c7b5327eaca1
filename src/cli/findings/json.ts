/** Findings as a list of records. */
import type { Report } from './finding.js';

export const json: Report = (findings) => `${JSON.stringify(findings.map(({ record }) => record), null, 2)}\n`;
