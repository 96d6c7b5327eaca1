#!/usr/bin/env node
/** The program `pipyjs`. */
import { useEngine } from '../host/engine.js';
import { engine } from '../net/engine.js';
import { Writer } from '../net/writer.js';
import { exitCodes } from './exit-code.js';
import { runCommandLine } from './program.js';

useEngine(engine);

const terminal = { out: new Writer(1), err: new Writer(2) };

function bug(error: unknown): never {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err.write(`[bug] ${text}\nThis is a fault of pipyjs itself: please report it.\n`);
  process.exit(exitCodes.bug);
}

process.on('uncaughtException', bug);
process.on('unhandledRejection', bug);

// Connections that linger must not keep the process once its work is done.
process.exit(await runCommandLine(process.argv.slice(2), terminal).catch(bug));
