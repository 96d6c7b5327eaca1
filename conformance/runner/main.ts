/** `node main.js …`: the runner as a program. */
import { main } from './command-line.js';

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
