/** The runner's command line, for implementations that are not ours. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { peer } from './peer.js';
import { readSuite, runSuite } from './suite.js';

const usage = `Usage: node main.js --cases FOLDER --peer COMMAND [--only TEXT]… [--known FILE] [--patience MS]
       node main.js --cases FOLDER --dump

  --peer COMMAND   the testee: speaks the protocol on its standard input and output
  --cases FOLDER   the folder of the case files
  --only TEXT      only cases whose id contains TEXT
  --known FILE     cases that are known to fail: lines of an id, a tab, and a reason
  --patience MS    how long an answer may take (10000)
  --dump           prints all cases as JSON, one a line
`;

/** Gives the exit code: 0 all passed, 2 wrong usage, 3 a mismatch. */
export async function main(args: readonly string[]): Promise<number> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        peer: { type: 'string' },
        cases: { type: 'string' },
        only: { type: 'string', multiple: true },
        known: { type: 'string' },
        patience: { type: 'string' },
        dump: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}`);
    return 2;
  }
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.cases === undefined || (values.peer === undefined && values.dump !== true)) {
    process.stderr.write(usage);
    return 2;
  }
  if (values.dump === true) {
    for (const item of readSuite(values.cases)) process.stdout.write(`${JSON.stringify(item)}\n`);
    return 0;
  }
  const testee = peer(values.peer!, { patience: Number(values.patience ?? 10_000), stderr: 'inherit' });
  try {
    const result = await runSuite({
      directory: values.cases,
      testee,
      only: values.only ?? [],
      known: values.known === undefined ? new Map() : readKnown(readFileSync(values.known, 'utf8')),
      print: (line) => process.stdout.write(`${line}\n`),
    });
    return result.failed > 0 ? 3 : 0;
  } finally {
    await testee.close();
  }
}

/** Lines of an id, a tab and a reason; `#` begins a comment. */
export function readKnown(text: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('# ')) continue;
    const [id = '', reason = ''] = line.split('\t');
    known.set(id, reason.trim());
  }
  return known;
}
