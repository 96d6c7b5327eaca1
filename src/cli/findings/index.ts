/** How findings can be told: the one line that adding a form takes beside its file. */
import type { Report } from './finding.js';
import { github } from './github.js';
import { json } from './json.js';
import { pretty } from './pretty.js';
import { sarif } from './sarif.js';

export const reports: Readonly<Record<string, Report>> = { pretty, json, sarif, github };
