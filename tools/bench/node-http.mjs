/** What people write with Node alone: `node node-http.mjs hello PORT`, `node node-http.mjs gateway PORT UPSTREAM`. */
import { Agent, createServer, request } from 'node:http';

const [kind, port, upstream] = process.argv.slice(2);

const hello = (_, response) => response.setHeader('content-type', 'text/plain').end('Hello, world!\n');

const agent = new Agent({ keepAlive: true });
const gateway = (incoming, response) => {
  const { method, url, headers } = incoming;
  const outgoing = request({ host: '127.0.0.1', port: upstream, method, path: url, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode, answer.statusMessage, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.writeHead(502).end());
  incoming.pipe(outgoing);
};

createServer(kind === 'hello' ? hello : gateway).listen(Number(port), '127.0.0.1');
