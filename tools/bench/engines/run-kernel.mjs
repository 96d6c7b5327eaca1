/** One kernel on one engine, in a process of its own: `node run-kernel.mjs ENGINE KERNEL`. Prints JSON. */
import { kernelText } from '../kernel-texts.mjs';
import { timeRuns } from './time-runs.mjs';

const [engine, name] = process.argv.slice(2);
const { kernel } = await import(`./${engine}.mjs`);
console.log(JSON.stringify(timeRuns(await kernel(kernelText(name)))));
