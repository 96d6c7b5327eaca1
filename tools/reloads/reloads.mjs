/**
 * `npm run reloads -- [--times N]`: the gateway example under load is loaded again 200 times, over connections that are kept and over new ones, and one of
 * its two workers is killed. Exit status 1 where a request fails that need not.
 */
import { parseArgs } from 'node:util';
import { killing } from './killing.mjs';
import { reloading } from './reloading.mjs';

const { values } = parseArgs({ options: { times: { type: 'string', default: '200' } } });
const times = Number(values.times);
const problems = [...(await reloading(times, false)), ...(await reloading(times, true)), ...(await killing())];
for (const problem of problems.slice(0, 50)) console.log(problem);
console.log(`${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
