/** JSON, one object a line, for programs. */
import type { ReportMaker } from './report.js';

export const ndjson: ReportMaker = (print) => ({
  started: ({ name, version }) => print(JSON.stringify({ type: 'implementation', name, version })),
  result: ({ name }, { item, kind, reason, answer, time }) =>
    print(JSON.stringify({ type: 'result', name, id: item.id, file: item.file, line: item.line, verdict: kind, reason, answer, time: Math.round(time * 1000) / 1000 })),
  ended: ({ name, passed, failed, skipped, stopped }) => print(JSON.stringify({ type: 'total', name, passed, failed, skipped, stopped })),
  finished: () => {},
});
