/**
 * A small HTTP/1.1 load generator, for machines without wrk: `node loader.mjs PORT PATH CONNECTIONS SECONDS [anew]`.
 * Each connection sends its next request when the answer to the last one is whole; with `anew` the next one has a new connection. Prints JSON.
 */
import { connect } from 'node:net';

const [port, path, connections, seconds] = process.argv.slice(2, 6).map((text, i) => (i === 1 ? text : Number(text)));
const anew = process.argv[6] === 'anew';
const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${anew ? 'Connection: close\r\n' : ''}\r\n`);
let requests = 0;
let errors = 0;
let refused = 0;
let over = false;
let open = 0;

function begin() {
  let received = '';
  let done = false;
  const socket = connect(port, '127.0.0.1', () => socket.write(request));
  open++;
  socket.setNoDelay(true);
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /content-length: *(\d+)/i.exec(received.slice(0, head));
    const end = head + 4 + Number(length?.[1] ?? 0);
    if (received.length < end) return;
    if (!/^HTTP\/1\.1 [23]/.test(received)) refused++;
    requests++;
    received = received.slice(end);
    done = anew;
    if (over || done) socket.end();
    else socket.write(request);
  });
  socket.on('error', () => errors++);
  socket.on('close', () => {
    open--;
    if (!over) {
      if (!done) errors++;
      begin();
    } else if (open === 0) {
      console.log(JSON.stringify({ requests, requestsPerSecond: Math.round(requests / seconds), errors, not2xx: refused }));
      process.exit();
    }
  });
}

for (let i = 0; i < connections; i++) begin();
setTimeout(() => {
  over = true;
  // What hangs is an error.
  setTimeout(() => {
    errors += open;
    console.log(JSON.stringify({ requests, requestsPerSecond: Math.round(requests / seconds), errors, not2xx: refused }));
    process.exit();
  }, 2000);
}, seconds * 1000);
