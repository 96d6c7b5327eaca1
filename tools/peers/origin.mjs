/** The good origin: `node origin.mjs PORT` answers each request with its target. */
import { createServer } from 'node:net';

createServer({ noDelay: true }, (socket) => {
  let tail = '';
  socket.on('data', (bytes) => {
    const heads = (tail + bytes.toString('latin1')).split('\r\n\r\n');
    tail = heads.pop();
    socket.write(heads.map((head) => head.split(' ')[1] ?? '').map((target) => `HTTP/1.1 200 OK\r\ncontent-length: ${target.length}\r\n\r\n${target}`).join(''));
  });
  socket.on('error', () => {});
}).listen(Number(process.argv[2]), '127.0.0.1');
