/** The server behind the fronts: keeps the bytes that reach it, answers what a strict reader finds in them, or sends what it is told to. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readRequests } from './reader.mjs';

const answer = (body, fields = 'x-origin: 1\r\n') => `HTTP/1.1 200 OK\r\n${fields}content-length: ${body.length}\r\n\r\n${body}`;

export class Origin {
  /** The bytes of each connection since `begin`. */
  connections = [];
  /** When bytes came last. */
  heard = 0;
  reply = null;
  sockets = new Set();

  static async start() {
    const origin = new Origin();
    origin.server = createServer((socket) => origin.serve(socket)).listen(0, '127.0.0.1');
    await once(origin.server, 'listening');
    return origin;
  }

  get port() {
    return this.server.address().port;
  }

  /** Forgets what came before. `reply`, where it is given, is what is sent to the first request for `/up`, and then the end where it says `close`. */
  begin(reply = null) {
    for (const socket of this.sockets) socket.destroy();
    this.connections = [];
    this.reply = reply;
  }

  /** What has been read of all connections, one after another; `why` tells of the first that is not in order. */
  read() {
    const all = this.connections.map(({ text }) => readRequests(text, { forwarded: true }));
    return { messages: all.flatMap(({ messages }) => messages), partial: all.some(({ end }) => end === 'partial'), malformed: all.find(({ end }) => end === 'refused')?.why ?? null };
  }

  serve(socket) {
    const connection = { text: '', answered: 0 };
    this.sockets.add(socket);
    this.connections.push(connection);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      this.heard = performance.now();
      connection.text += bytes.toString('latin1');
      const { messages, end } = readRequests(connection.text, { forwarded: true });
      for (; connection.answered < messages.length; connection.answered++) this.answer(socket, messages[connection.answered]);
      if (end === 'refused') socket.end('HTTP/1.1 400 Bad Request\r\nx-origin: 1\r\ncontent-length: 0\r\n\r\n');
    });
  }

  answer(socket, { method, target, last }) {
    if (this.reply !== null && target.endsWith('/up')) {
      socket.write(Buffer.from(this.reply.bytes, 'latin1'));
      if (this.reply.close) socket.end();
      return;
    }
    if (method === 'CONNECT') socket.write('HTTP/1.1 405 Method Not Allowed\r\nx-origin: 1\r\ncontent-length: 0\r\n\r\n');
    else if (method === 'HEAD') socket.write(answer('').replace(': 0', ': 6'));
    else socket.write(answer(target.endsWith('/next') ? 'next' : 'origin'));
    if (last) socket.end();
  }

  close() {
    this.begin();
    this.server.close();
  }
}
