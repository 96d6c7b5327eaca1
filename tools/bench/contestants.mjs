/**
 * Who is measured: a name, whether it is here, and the command that serves `hello` or is a `gateway` to
 * an upstream on one core. Each gets a folder of its own for its files.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from './processes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The scripts of our own examples, with other ports. */
export function script(kind, folder, port, upstream) {
  if (kind === 'hello') {
    writeFileSync(join(folder, 'main.js'), `pipy().listen('127.0.0.1:${port}').serveHTTP(new Message('Hello, world!\\n'))\n`);
  } else {
    cpSync(join(root, 'examples/gateway'), folder, { recursive: true });
    const write = (name, value) => writeFileSync(join(folder, 'config', name), JSON.stringify(value));
    write('gateway.json', { listen: port, plugins: ['plugins/router.js', 'plugins/balancer.js', 'plugins/default.js'] });
    write('router.json', { routes: { '/hello': 'service' } });
    write('balancer.json', { services: { service: [`127.0.0.1:${upstream}`] } });
  }
  return join(folder, 'main.js');
}

function nginx(kind, folder, port, upstream) {
  const location =
    kind === 'hello'
      ? 'return 200 "Hello, world!\\n";'
      : 'proxy_pass http://upstream; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;';
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  ${kind === 'hello' ? '' : `upstream upstream { server 127.0.0.1:${upstream}; keepalive 256; keepalive_requests 1000000000; }`}
  server { listen 127.0.0.1:${port}; location / { ${location} } }
}
`,
  );
  return ['nginx', '-p', folder, '-c', file];
}

function haproxy(folder, port, upstream) {
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(
    file,
    `global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  http-reuse always
listen gateway
  bind 127.0.0.1:${port}
  server upstream 127.0.0.1:${upstream}
`,
  );
  return ['haproxy', '-db', '-q', '-f', file];
}

export const contestants = [
  {
    name: 'pipyjs',
    present: () => true,
    command: (kind, folder, port, upstream) => [process.execPath, join(root, 'dist/src/cli/main.js'), script(kind, folder, port, upstream)],
  },
  {
    name: 'pipy (C++)',
    present: () => Boolean(process.env.PIPY),
    command: (kind, folder, port, upstream) => [process.env.PIPY, script(kind, folder, port, upstream)],
  },
  {
    name: 'node:http',
    present: () => true,
    command: (kind, _, port, upstream) => [process.execPath, here('node-http.mjs'), kind, String(port), String(upstream)],
  },
  {
    name: 'node:net',
    present: () => true,
    command: (kind, _, port, upstream) => [process.execPath, here('node-net.mjs'), kind, String(port), String(upstream)],
  },
  { name: 'nginx', present: () => installed('nginx'), command: nginx },
  {
    name: 'HAProxy',
    present: (kind) => kind === 'gateway' && installed('haproxy'),
    command: (_, folder, port, upstream) => haproxy(folder, port, upstream),
  },
];
