/** What a cell of the grid says, and what is wrong with it. */
import { lineOf, statusAndBody } from './cases.mjs';
import { readRequests, readResponses } from './reader.mjs';

/** What ours may refuse with. */
const refusals = [400, 413, 414, 431, 501, 505];
/** What fronts answer for an origin that sends no response. */
const gateway = [500, 502, 503, 504];

const quote = (value) => JSON.stringify(value).slice(0, 200);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Whether the case says what the strict reader reads: a text that tells where not, or null. */
export function misread({ kind, bytes, reading, method, close }) {
  if (kind === 'response') {
    const { messages } = readResponses(bytes, [method], close);
    const read = messages.length === 0 ? 'refused' : statusAndBody(messages[0]);
    return read === reading ? null : `the strict reader reads ${quote(read)}`;
  }
  const { messages, end } = readRequests(bytes);
  const read = [...messages.map(lineOf), ...(end === 'done' ? [] : [end])];
  return same(read, reading) ? null : `the strict reader reads ${quote(read)}`;
}

/** The messages that a strict reader finds, and `refused` or `partial` where it ends so. */
function expected(reading) {
  const last = reading.at(-1);
  return last === 'refused' || last === 'partial' ? { lines: reading.slice(0, -1), end: last } : { lines: reading, end: null };
}

/** Nothing of this connection is read any more. */
const isOver = ({ closed, statuses }) => closed || statuses.some((status) => status >= 400);

/** How many messages a front has answered by itself and gone on. */
const answered = ({ statuses, closed }) => statuses.length - (closed && statuses.length > 0 ? 1 : 0);

/**
 * Whether two readings can be of the same bytes: what either has answered by itself is passed over, and one that is over says
 * nothing of what follows.
 */
function agree(a, b) {
  const [left, right] = [a, b].map(({ messages }) => messages.map(lineOf));
  let [i, j, skipLeft, skipRight] = [0, 0, answered(b), answered(a)];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) [i, j] = [i + 1, j + 1];
    else if (skipLeft-- > 0) i++;
    else if (skipRight-- > 0) j++;
    else return false;
  }
  return (isOver(b) || left.length - i <= Math.max(0, skipLeft)) && (isOver(a) || right.length - j <= Math.max(0, skipRight));
}

const isPrefix = (a, b) => a.messages.length > 0 && a.messages.every((message, i) => b.messages[i] !== undefined && lineOf(message) === lineOf(b.messages[i]));

const passes = ({ first }) => first !== null && !gateway.includes(first.status);

/** Whether two fronts have forwarded a case and taken it for different messages. What is malformed as it was forwarded says nothing of that. */
export function disagree({ kind, upgrade }, a, b) {
  if (a.malformed !== null || b.malformed !== null) return false;
  if (kind === 'response') return passes(a) && passes(b) && (!same(statusAndBody(a.first), statusAndBody(b.first)) || a.poisoned !== b.poisoned);
  if (upgrade && (isPrefix(a, b) || isPrefix(b, a))) return false;
  return a.messages.length > 0 && (b.messages.length > 0 || !isOver(b)) && !agree(a, b);
}

/** Whether a front forwards what a strict reader refuses or reads otherwise. */
export function deviates({ kind, reading, limit, upgrade }, cell) {
  if (cell.malformed !== null) return true;
  if (limit) return cell.poisoned === true;
  if (kind === 'response') return cell.poisoned || (passes(cell) && statusAndBody(cell.first) !== reading);
  const strict = { messages: messagesOf(expected(reading).lines), statuses: [], closed: false };
  return !agree(cell, strict) && !(upgrade && isPrefix(cell, strict));
}

const messagesOf = (lines) =>
  lines.map((line) => {
    const [method, target, ...body] = line.split(' ');
    return { method, target, body: body.join(' ') };
  });

/** What is wrong with what ours did: null where nothing is. */
export function fault(row, cell) {
  if (cell.hang) return 'hangs';
  if (cell.malformed !== null) return `forwards what is malformed: ${cell.malformed}`;
  return row.kind === 'response' ? responseFault(row, cell) : requestFault(row, cell);
}

function responseFault({ reading, either }, cell) {
  if (cell.poisoned) return `the next answer is poisoned: ${quote(cell.next)}`;
  if (passes(cell)) return statusAndBody(cell.first) === reading ? null : `forwards ${quote(statusAndBody(cell.first))}`;
  return reading === 'refused' || either ? null : `does not forward it: ${show({ kind: 'response' }, cell)}`;
}

function requestFault({ reading, either }, { messages, partial, statuses, closed }) {
  const { lines, end } = expected(reading);
  const read = messages.map(lineOf);
  if (partial) return 'forwards a part of a message';
  const refused = closed && refusals.includes(statuses.at(-1));
  if (either && refused && same(read, lines.slice(0, read.length))) return null;
  if (!same(read, lines)) return `forwards ${quote(read)}, not ${quote(lines)}`;
  if (end === 'refused' && !refused) return `does not refuse it: ${statuses.join(', ') || 'no answer'}${closed ? '' : ', not closed'}`;
  return end !== 'refused' && statuses.some((status) => status >= 400) ? `answers ${statuses.join(', ')}` : null;
}

/** A cell in words. */
export function show({ kind }, cell) {
  const words = kind === 'response' ? responseWords(cell) : requestWords(cell);
  return [...words, ...(cell.malformed === null ? [] : ['malformed']), ...(cell.hang ? ['hang'] : [])].join(', ');
}

function responseWords({ first, poisoned, cut, malformed }) {
  const word = first !== null ? String(first.status) : malformed !== null ? '' : cut ? 'cut' : 'closed';
  return [word, poisoned ? 'poisoned' : ''].filter((text) => text !== '');
}

function requestWords({ messages, partial, statuses, closed, hang, malformed }) {
  const words = [];
  if (messages.length > 0) words.push(String(messages.length));
  if (partial) words.push('a part');
  words.push(...statuses.filter((status) => status >= 400).map((status) => `_${status}_`));
  if (words.length === 0 && malformed === null && !hang) words.push(closed ? 'closed' : statuses.length > 0 ? statuses.join(', ') : 'waits');
  return words;
}

/** The reading of a case in words. */
export function showReading({ kind, reading, either }) {
  const words = kind === 'response' ? (reading === 'refused' ? reading : reading.slice(0, 3)) : readingWords(expected(reading));
  return either && words !== 'refused' ? `${words}, or refused` : words;
}

function readingWords({ lines, end }) {
  return [...(lines.length > 0 ? [String(lines.length)] : []), ...(end === null ? [] : [end])].join(', ');
}
