/** The reports by name. */
import { html } from './html.js';
import { junit } from './junit.js';
import { ndjson } from './ndjson.js';
import type { ReportMaker } from './report.js';
import { tap } from './tap.js';
import { terminal } from './terminal.js';

export const reports: Readonly<Record<string, ReportMaker>> = { terminal, tap, junit, ndjson, html };
