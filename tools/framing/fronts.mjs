/**
 * The fronts that are compared: whether each is here, and the command that makes it a reverse proxy on so many lanes, each a port
 * of its own to an upstream of its own. All have their usual settings, but short times.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from '../bench/processes.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

function written(folder, name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function ours(folder, lanes) {
  const script = lanes.map(
    ({ port, upstream }, i) => `
  .listen('127.0.0.1:${port}', { readTimeout: 3, writeTimeout: 3 }).demuxHTTP('request-${i}')
  .pipeline('request-${i}').muxHTTP('connection-${i}', '')
  .pipeline('connection-${i}').connect('127.0.0.1:${upstream}')`,
  );
  return [process.execPath, here('../../.build/src/cli/main.js'), written(folder, 'main.js', `pipy()${script.join('')}\n`)];
}

function nginx(folder, lanes) {
  const servers = lanes.map(
    ({ port, upstream }, i) => `
  upstream upstream${i} { server 127.0.0.1:${upstream}; keepalive 8; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://upstream${i}; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; }
  }`,
  );
  const text = `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_header_timeout 3s; client_body_timeout 3s; proxy_read_timeout 3s; lingering_timeout 1s;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
${servers.join('')}
}
`;
  return ['nginx', '-p', folder, '-c', written(folder, 'nginx.conf', text)];
}

function haproxy(folder, lanes) {
  const listens = lanes.map(({ port, upstream }, i) => `listen lane${i}\n  bind 127.0.0.1:${port}\n  server upstream 127.0.0.1:${upstream}\n`);
  const text = `global
  nbthread 1
defaults
  mode http
  timeout connect 3s
  timeout client 3s
  timeout server 3s
  timeout http-request 3s
${listens.join('')}`;
  return ['haproxy', '-db', '-q', '-f', written(folder, 'haproxy.cfg', text)];
}

function node(_, lanes) {
  return [process.execPath, here('node-proxy.mjs'), ...lanes.flatMap(({ port, upstream }) => [String(port), String(upstream)])];
}

const always = () => null;
const where = (program) => () => (installed(program) ? null : `${program} is not installed`);

/** What a program says of itself, wherever it says it. */
const says = (program) => () => {
  const { stdout, stderr } = spawnSync(program, ['-v'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(stdout + stderr)?.[0] ?? '';
};
const ourVersion = () => JSON.parse(readFileSync(here('../../package.json'), 'utf8')).version;

/** `absent` gives the reason why one is left out. */
export const fronts = [
  { name: 'PipyJS', absent: always, version: ourVersion, command: ours },
  { name: 'nginx', absent: where('nginx'), version: says('nginx'), command: nginx },
  { name: 'HAProxy', absent: where('haproxy'), version: says('haproxy'), command: haproxy },
  { name: 'node:http', absent: always, version: () => process.versions.node, command: node },
];
