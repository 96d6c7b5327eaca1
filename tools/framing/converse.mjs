/** One case through one lane of a front: what the origin got, and what the client. */
import { connect } from 'node:net';
import { readResponses } from './reader.mjs';

/** Milliseconds without a byte after which nothing more is awaited, and those after which a connection hangs. */
const quiet = 60;
const patience = 1500;
/** Milliseconds in which what a front has taken before it closed reaches the origin. */
const late = 40;

const after = (time) => new Promise((later) => setTimeout(later, time));

class Client {
  text = '';
  closed = false;
  heard = performance.now();

  constructor(port) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.ended = new Promise((ended) => {
      const end = () => {
        this.closed = true;
        ended();
        this.ring?.();
      };
      for (const name of ['end', 'close', 'error']) this.socket.on(name, end);
    });
    this.socket.on('data', (bytes) => {
      this.heard = performance.now();
      this.text += bytes.toString('latin1');
      this.ring?.();
    });
  }

  /** Sends a text, or its bytes one by one; one that is long goes in larger pieces. */
  async send(text, apart) {
    const bytes = Buffer.from(text, 'latin1');
    const size = !apart ? bytes.length : bytes.length > 2000 ? 997 : 1;
    for (let at = 0; at < bytes.length && !this.closed; at += size) {
      await new Promise((sent) => this.socket.write(bytes.subarray(at, at + size), () => sent()));
    }
  }

  /** Whether `holds` came true in time. */
  async until(holds) {
    const latest = performance.now() + patience;
    while (!holds() && performance.now() < latest) await Promise.race([after(latest - performance.now()), new Promise((ring) => (this.ring = ring))]);
    return holds();
  }
}

/** Waits until nothing comes on either side; longer where nothing has come yet. */
async function settled(client, origin) {
  const begun = performance.now();
  while (!client.closed) {
    const last = Math.max(begun, client.heard, origin.heard);
    const nothing = client.text === '' && origin.connections.length === 0;
    const left = last + (nothing ? 4 : 1) * quiet - performance.now();
    if (left <= 0) return;
    await Promise.race([after(left), client.ended]);
  }
}

/** The statuses that a front has given by itself. */
function ownStatuses(text) {
  return text
    .split(/(?=HTTP\/1\.[01] \d\d\d[ \r])/)
    .filter((part) => /^HTTP\/1\.[01] [2-9]/.test(part) && !/\r\nx-origin:/i.test(part))
    .map((part) => Number(part.slice(9, 12)));
}

/** A request, or several: the messages that reached the origin, and how the front ended it. */
export async function request({ bytes }, { port, origin }, apart = false) {
  origin.begin();
  const client = new Client(port);
  await client.send(bytes, apart);
  await settled(client, origin);
  const closed = client.closed;
  client.socket.end();
  await client.until(() => client.closed);
  const hang = !client.closed;
  client.socket.destroy();
  // What a front has refused may stand behind what is still on its way.
  do await after(late);
  while (performance.now() - origin.heard < late);
  return { ...origin.read(), statuses: ownStatuses(client.text), closed, hang };
}

/** A response: what the client makes of it, and of the answer to the next request on the same connection. */
export async function response({ bytes, method, close }, { port, origin }) {
  origin.begin({ bytes, close });
  const client = new Client(port);
  const read = () => readResponses(client.text, [method, 'GET'], client.closed, { forwarded: true });
  const count = () => read().messages.length;
  const done = (number) => () => client.closed || read().end === 'refused' || count() >= number;
  await client.send(`${method} /up HTTP/1.1\r\nHost: a\r\n\r\n`, false);
  let hang = !(await client.until(done(1)));
  if (!client.closed && !hang) {
    await client.send('GET /next HTTP/1.1\r\nHost: a\r\n\r\n', false);
    hang = !(await client.until(done(2)));
  }
  const { messages, why } = read();
  const [first = null, next = null] = messages;
  const malformed = first === null && client.text !== '' && why !== '' ? why : null;
  client.socket.destroy();
  return { first, malformed, next: next === null ? null : next.body, poisoned: next !== null && next.status === 200 && next.body !== 'next', cut: client.text !== '' && first === null, hang };
}
