/** Our proxy under other loads than `proxies` puts on it: one connection and a thousand, large bodies, TLS, HTTP/2, several workers. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, installed, ready, start, stop } from './processes.mjs';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const [serving, driving] = [0, cpus().length > 1 ? 1 : 0];
/** Several workers have all cores, and so has what drives them. */
const all = cpus().map((_, core) => core).join(',');
const workers = 2;
const large = 1_000_000;

/** A script, and what others serve the same with: a program for Node. `folder` has a certificate. */
const servers = {
  pipyjs(folder, port, upstream, { tls, shared }) {
    const answer = upstream === null ? `.serveHTTP(({ head }) => head.path === '/large' ? large : small)` : `.demuxHTTP('request').pipeline('request').muxHTTP('connection', '').pipeline('connection').connect('127.0.0.1:${upstream}')`;
    const inside = tls ? `.acceptTLS('inside', { certificate: { cert: new crypto.Certificate(pipy.load('cert.pem')), key: new crypto.PrivateKey(pipy.load('key.pem')) }, alpn: ['h2', 'http/1.1'] }).pipeline('inside')` : '';
    writeFileSync(join(folder, 'main.js'), `((small, large) => pipy().listen('127.0.0.1:${port}')${inside}${answer})(new Message('Hello, world!\\n'), new Message('x'.repeat(${large})))\n`);
    return [process.execPath, main, ...(shared ? [`--threads=${workers}`] : []), join(folder, 'main.js')];
  },
  node(folder, port, upstream, { tls, http2, shared }) {
    const options = `{ cert: readFileSync('cert.pem'), key: readFileSync('key.pem'), allowHTTP1: true }`;
    const make = http2 ? `require('node:http2').createSecureServer(${options}, serve)` : tls ? `require('node:https').createServer(${options}, serve)` : `require('node:http').createServer(serve)`;
    const answer = `(request, response) => response.end(request.url === '/large' ? large : small)`;
    const forward = `(incoming, response) => {
  const { method, url, headers } = incoming;
  const outgoing = http.request({ host: '127.0.0.1', port: ${upstream}, method, path: url, headers, agent }, (answer) => { response.writeHead(answer.statusCode, answer.headers); answer.pipe(response); });
  outgoing.on('error', () => response.writeHead(502).end());
  incoming.pipe(outgoing);
}`;
    writeFileSync(
      join(folder, 'main.cjs'),
      `const { readFileSync } = require('node:fs'); const http = require('node:http'); const agent = new http.Agent({ keepAlive: true });
const [small, large] = [Buffer.from('Hello, world!\\n'), Buffer.alloc(${large}, 'x')]; const serve = ${upstream === null ? answer : forward}; const listen = () => ${make}.listen(${port}, '127.0.0.1');
${shared ? `const cluster = require('node:cluster'); if (cluster.isPrimary) for (let i = 0; i < ${workers}; i++) cluster.fork(); else listen();` : 'listen();'}\n`,
    );
    return [process.execPath, join(folder, 'main.cjs')];
  },
};

const plain = { path: '/small', connections: 64, tls: false, http2: false, shared: false };

/** What is served to whom: without TLS unless it is said. */
const loads = [
  { name: 'one connection', ...plain, connections: 1 },
  { name: '64 connections', ...plain },
  { name: '1,000 connections', ...plain, connections: 1000 },
  { name: `64 connections, ${workers} workers and the load on all cores`, ...plain, shared: true },
  { name: '1 MB bodies', ...plain, path: '/large', connections: 16 },
  { name: 'TLS, 64 connections', ...plain, tls: true },
  { name: 'TLS, 1 MB bodies', ...plain, path: '/large', connections: 16, tls: true },
  { name: 'HTTP/2 over TLS, 8 connections with 16 streams', ...plain, tls: true, http2: true, connections: 8 },
  { name: 'HTTP/2 over TLS, 1 MB bodies', ...plain, path: '/large', tls: true, http2: true, connections: 4 },
];

/** Requests a second, and how many had no answer or another than 2xx. */
async function drive({ path, connections, tls, http2, shared }, port, seconds) {
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}${path}`;
  const command = http2 ? ['h2load', `-c${connections}`, '-m16', '-t1', '-D', String(seconds), url] : ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, url];
  const running = start(shared ? all : driving, command);
  await once(running.child, 'close');
  const number = (pattern) => Number(pattern.exec(running.output)?.[1] ?? 0);
  if (http2) return { rate: number(/finished in [\d.]+m?s, ([\d.]+) req\/s/), wrong: number(/(\d+) failed/) + number(/(\d+) 4xx/) + number(/(\d+) 5xx/) };
  const errors = /connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(running.output);
  return { rate: number(/Requests\/sec:\s*([\d.]+)/), wrong: number(/Non-2xx or 3xx responses: (\d+)/) + (errors?.slice(1).reduce((sum, count) => sum + Number(count), 0) ?? 0) };
}

async function measure(server, upstream, load, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-bench-'));
  const port = await freePort();
  if (load.tls) execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-days', '2', '-subj', '/CN=localhost'], { stdio: 'ignore' });
  const running = start(load.shared ? all : serving, servers[server](folder, port, upstream, load), { cwd: folder });
  try {
    await ready(running, port);
    await drive(load, port, 1);
    return await drive(load, port, seconds);
  } finally {
    await stop(running);
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run({ seconds = 4, only }) {
  if (!installed('wrk') || !installed('h2load')) return { about: '', table: 'wrk and h2load are needed', results: [], problems: [] };
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-bench-'));
  const behind = await freePort();
  const origin = start(driving, servers.node(folder, behind, null, plain), { cwd: folder });
  const results = [];
  try {
    await ready(origin, behind);
    for (const kind of ['hello', 'gateway']) {
      if (only !== undefined && only !== kind) continue;
      for (const load of loads) {
        const upstream = kind === 'hello' ? null : behind;
        const ours = await measure('pipyjs', upstream, load, seconds);
        const nodes = await measure('node', upstream, load, seconds);
        results.push({ kind, load: load.name, ours: ours.rate, wrong: ours.wrong, node: nodes.rate });
        console.error(`loads: ${kind}, ${load.name}`);
      }
    }
  } finally {
    await stop(origin);
    rmSync(folder, { recursive: true, force: true });
  }
  const table = ['| | | requests/s | of node:http | not answered well |', '|---|---|---:|---:|---:|', ...results.map(({ kind, load, ours, node, wrong }) => `| ${kind} | ${load} | ${Math.round(ours)} | ${node > 0 ? (ours / node).toFixed(2) : ''} | ${wrong} |`)].join('\n');
  const problems = results.filter(({ wrong }) => wrong > 0).map(({ kind, load, wrong }) => `${kind}, ${load}: ${wrong} requests were not answered well`);
  return { about: `wrk and h2load, ${seconds} s each; behind the gateway is node:http, on the core of the load`, table, results, problems };
}
