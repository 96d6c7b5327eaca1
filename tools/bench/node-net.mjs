/**
 * What Node's sockets can do at the most, with nothing of HTTP done: `node node-net.mjs hello PORT` answers whatever ends with an empty line,
 * `node node-net.mjs gateway PORT UPSTREAM` hands bytes on, a connection for each. Nothing that does more can be faster.
 */
import { connect, createServer } from 'node:net';

const [kind, port, upstream] = process.argv.slice(2);

const body = 'Hello, world!\n';
const answer = Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);

const hello = (socket) => {
  socket.on('data', (bytes) => bytes.latin1Slice(bytes.length - 4) === '\r\n\r\n' && socket.write(answer));
  socket.on('error', () => {});
};

const gateway = (socket) => {
  const behind = connect(Number(upstream), '127.0.0.1').setNoDelay(true);
  socket.on('data', (bytes) => behind.write(bytes));
  behind.on('data', (bytes) => socket.write(bytes));
  socket.on('error', () => behind.destroy()).on('close', () => behind.destroy());
  behind.on('error', () => socket.destroy()).on('close', () => socket.destroy());
};

createServer({ noDelay: true }, kind === 'hello' ? hello : gateway).listen(Number(port), '127.0.0.1');
