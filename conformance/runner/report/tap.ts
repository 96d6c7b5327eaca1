/** The Test Anything Protocol, version 14. */
import { total } from '../run.js';
import { titleOf, type ReportMaker } from './report.js';

export const tap: ReportMaker = (print) => {
  let number = 0;
  const line = (passed: boolean, description: string, directive = ''): void => {
    number++;
    print(`${passed ? 'ok' : 'not ok'} ${number} - ${escape(description)}${directive}`);
  };
  const explain = (reason: string): void => print(`  ---\n  message: ${JSON.stringify(reason)}\n  ...`);
  print('TAP version 14');
  return {
    started: (run) => print(`# ${titleOf(run)}`),
    result: (run, { item, kind, reason }) => {
      line(kind !== 'fail', `${run.name} ${item.id}`, kind === 'skip' ? ` # SKIP ${escape(reason)}` : '');
      if (kind === 'fail') explain(reason);
    },
    ended: (run) => {
      if (run.stopped === null) return;
      line(false, `${titleOf(run)} could be asked`);
      explain(run.stopped);
    },
    finished: (runs) => {
      print(`1..${number}`);
      print(`# ${total(runs)}`);
    },
  };
};

/** A description ends at a `#`, and at the end of the line. */
function escape(text: string): string {
  return text.replace(/[\\#]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}
