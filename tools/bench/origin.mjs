/** The service behind the gateways, as cheap as Node can make it: `node origin.mjs PORT`. GET requests only. */
import { createServer } from 'node:net';

const body = 'Hello from behind!\n';
const answer = Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);

createServer({ noDelay: true }, (socket) => {
  let tail = '';
  socket.on('data', (bytes) => {
    const text = tail + bytes.toString('latin1');
    const heads = text.split('\r\n\r\n');
    tail = heads.pop();
    if (heads.length === 1) socket.write(answer);
    else if (heads.length > 1) socket.write(Buffer.concat(heads.map(() => answer)));
  });
  socket.on('error', () => {});
}).listen(Number(process.argv[2]), '127.0.0.1');
