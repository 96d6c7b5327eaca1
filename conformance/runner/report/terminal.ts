/** For people: failures as they come, what was skipped and why, the sum in the last line. */
import { total } from '../run.js';
import { sourceOf, titleOf, type ReportMaker } from './report.js';

export const terminal: ReportMaker = (print) => {
  const indented = (text: string): string => `     ${text.replace(/\n/g, '\n     ')}`;
  return {
    started: (run) => print(titleOf(run)),
    result: (_, result) => {
      const { kind, item, reason } = result;
      if (kind === 'fail') print(`FAIL ${item.file}:${item.line} ${item.id}\n${indented(sourceOf(result))}\n${indented(reason)}`);
    },
    ended: (run) => {
      if (run.stopped !== null) print(`FAIL ${run.stopped}`);
      for (const [reason, number] of run.reasons) print(`skipped ${number}: ${reason}`);
    },
    finished: (runs) => print(total(runs)),
  };
};
