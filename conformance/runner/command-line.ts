/** The runner's command line, for implementations that are not ours. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { canWrite, conduct, testeesOf, withKnown } from './conduct.js';
import { readKnown } from './known.js';
import { reports } from './report/index.js';
import { readSuite } from './suite.js';

const usage = `Usage: node main.js --cases FOLDER [--peer COMMAND]… [options]
       node main.js --cases FOLDER --dump

  --cases FOLDER         the folder of the case files
  --peer COMMAND         a testee: speaks the protocol on its standard input and output
  --pipy-classic PATH    a binary of Pipy 0.22
  --pipy-modern PATH     a binary of Pipy 1.x
  --only TEXT            only cases whose id contains TEXT
  --known FILE           cases that are known to fail: lines of an id, a tab, and a reason;
                         the first FILE is of the first testee, and so on
  --report NAME          ${Object.keys(reports).join(', ')}
  --output FILE          where the report goes; default: standard output
  --patience MS          how long an answer may take (10000)
  --seed N               cuts the bytes of streams where a run did that told this number
  --dump                 prints all cases as JSON, one a line
`;

/** Gives the exit code: 0 all passed, 2 wrong usage, 3 a mismatch. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    process.stderr.write(`${error.message}\n${usage}`);
    return 2;
  }
}

class Usage extends Error {}

async function run(args: readonly string[]): Promise<number> {
  const values = read(args);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const { cases, only = [], known = [], report = 'terminal', output, patience = '10000', seed } = values;
  if (cases === undefined) throw new Usage('--cases is missing');
  if (values.dump === true) {
    for (const item of readSuite(cases)) process.stdout.write(`${JSON.stringify(item)}\n`);
    return 0;
  }
  if (!Object.hasOwn(reports, report)) throw new Usage(`there is no report ${report}`);
  if (!(Number(patience) > 0)) throw new Usage(`--patience expects a number of milliseconds, not '${patience}'`);
  if (seed !== undefined && !/^\d+$/.test(seed)) throw new Usage(`--seed expects a whole number, not '${seed}'`);
  if (output !== undefined && !canWrite(output)) throw new Usage(`cannot write ${output}`);
  const adapted = { 'pipy-classic': values['pipy-classic'], 'pipy-modern': values['pipy-modern'] };
  const testees = testeesOf({ peer: values.peer, adapted }, Number(patience));
  if (testees.length === 0) throw new Usage('who is to be asked?');
  const contestants = withKnown(testees, known.map((file) => readKnown(readText(file))));
  const failed = await conduct({ cases, contestants, only, report, output, print: (line) => process.stdout.write(`${line}\n`), seed: seed === undefined ? undefined : Number(seed) });
  return failed > 0 ? 3 : 0;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Usage(`cannot open ${file}`);
  }
}

function read(args: readonly string[]) {
  const texts = { type: 'string', multiple: true } as const;
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { cases: text, peer: texts, 'pipy-classic': texts, 'pipy-modern': texts, only: texts, known: texts, report: text, output: text, patience: text, seed: text, dump: flag, help: { ...flag, short: 'h' } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Usage((error as Error).message);
  }
}
