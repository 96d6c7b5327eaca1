/**
 * The thread that evaluates what is typed at the prompt. Evaluating never yields, so the terminal has a thread of
 * its own: it hears Ctrl+C, and says so in memory that both share.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { describeType } from '../../host/describe-type.js';
import { inspectQuoted } from '../../host/inspect.js';
import { useEngine } from '../../host/engine.js';
import { Policy } from '../../host/policy/policy.js';
import { Session, type Answer } from '../../host/repl-session.js';
import { describeFault } from '../../host/report.js';
import { engine } from '../../net/engine.js';
import { Writer } from '../../net/writer.js';
import { ownTenant, scriptAccount } from '../script-file.js';
import { paintReport, paintValue } from '../colours.js';
import type { Answered, Asked, Question, Reply, Setup } from './protocol.js';

const { directory, api, limits, policy: document, colours, stop } = workerData as Setup;

useEngine(engine);

const output = new Writer(1);
const print = (line: string): void => {
  output.write(`${line}\n`);
  // Now: what runs for long, or for ever, is heard while it does.
  output.flush();
};
const policy = document === null ? null : new Policy(document);
const account = scriptAccount(policy, limits);
account.interrupted = () => Atomics.load(stop, 0) !== 0;
const session = new Session(ownTenant(directory, policy, { account, print, logError: print }), { api });
const paint = colours ? paintValue : undefined;

function answer(question: Question): Reply {
  switch (question.op) {
    case 'evaluate':
      return reply(session.evaluate(question.text, (value) => inspectQuoted(value, paint)));
    case 'type':
      return reply(session.evaluate(question.text, (value) => describeType(value).join('\n')));
    case 'tree': {
      const tree = session.tree(question.text);
      return reply(tree.kind === 'value' ? { kind: 'value', value: tree.value.join('\n') } : tree);
    }
    case 'complete':
      return { ok: true, text: '', completion: session.complete(question.text) };
    case 'limits':
      session.limit(question.changes);
      return { ok: true, text: Object.entries(session.limits).map(([name, value]) => `${name.padEnd(7)}${showLimit(value as number)}`).join('\n') };
  }
}

function reply(given: Answer<string>): Reply {
  if (given.kind === 'value') return { ok: true, text: given.value };
  if (given.kind === 'unfinished') return { ok: false, unfinished: true, text: '' };
  return { ok: false, text: given.faults.flatMap((fault) => describeFault(fault, colours ? paintReport : undefined)).join('\n') };
}

function showLimit(value: number): string {
  return value === Infinity ? 'none' : value.toLocaleString('en-US');
}

parentPort!.on('message', ({ id, ...question }: Asked) => {
  const answered: Answered = { id, ...answer(question) };
  parentPort!.postMessage(answered);
});
