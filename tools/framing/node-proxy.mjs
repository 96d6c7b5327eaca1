/** A reverse proxy in Node alone, as careful as one is written by hand: `node node-proxy.mjs PORT UPSTREAM [PORT UPSTREAM]…`. */
import { Agent, createServer, request } from 'node:http';
import { pipeline } from 'node:stream';

function proxy(port, upstream) {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    const { method, url } = incoming;
    const { connection, upgrade, ...headers } = incoming.headers;
    const outgoing = request({ host: '127.0.0.1', port: upstream, method, path: url, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode, answer.statusMessage, answer.headers);
      pipeline(answer, response, () => {});
    });
    outgoing.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    // An answer may come before the request has been read.
    pipeline(incoming, outgoing, () => {});
  });
  server.listen(port, '127.0.0.1');
}

const ports = process.argv.slice(2).map(Number);
for (let i = 0; i < ports.length; i += 2) proxy(ports[i], ports[i + 1]);
