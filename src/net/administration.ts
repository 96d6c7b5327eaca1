/** The administration service: what whoever runs a proxy may ask it. It changes nothing. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIP, type AddressInfo } from 'node:net';
import { systemText } from './system-error.js';

/** What is known of the proxy; each is asked for when somebody asks for it. */
export interface Administered {
  /** In the text format of Prometheus. */
  metrics(): Promise<string> | string;
  /** Whether new connections are served. */
  ready(): Promise<boolean> | boolean;
  /** Plain data. */
  status(): Promise<object> | object;
}

export interface AdministrationOptions {
  readonly host: string;
  readonly port: number;
  /** PEM texts: with them it speaks TLS; with `ca` only to clients that one of these vouches for. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer; readonly ca: Buffer | null } | null;
}

/** Milliseconds for a request to come whole, and for an idle connection. */
const patience = 10_000;
const mostConnections = 100;

/** Opens the port; rejects with the system's words. */
export function administer({ host, port, tls }: AdministrationOptions, administered: Administered): Promise<{ readonly port: number; close(): void }> {
  const options = { requestTimeout: patience, headersTimeout: patience, keepAliveTimeout: patience };
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    void answer(request, response, administered, isLoopback(host)).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`${systemText(error)}\n`);
    });
  };
  const server: Server =
    tls === null
      ? createServer(options, take)
      : createTlsServer({ ...options, cert: tls.cert, key: tls.key, ...(tls.ca !== null && { ca: tls.ca, requestCert: true, rejectUnauthorized: true }) }, take);
  server.maxConnections = mostConnections;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`bind: ${systemText(error)}`, { cause: error })));
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error');
      server.on('error', () => {});
      // It alone does not keep the process.
      server.unref();
      const close = (): void => {
        server.close();
        server.closeAllConnections();
      };
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, administered: Administered, isLocal: boolean): Promise<void> {
  // A page of somebody else's, whose name was made to mean this address, has its own name here.
  if (isLocal && !isOwnName(request.headers.host ?? '')) return send(response, 403, 'text/plain', 'This service is asked by an address, or as localhost.\n');
  const path = request.url!.split('?')[0];
  if (!paths.has(path)) return send(response, 404, 'text/plain', `There are ${[...paths].join(', ')}.\n`);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return send(response, 405, 'text/plain', 'Nothing can be changed here.\n');
  }
  switch (path) {
    case '/metrics':
      return send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await administered.metrics());
    case '/healthz':
      return send(response, 200, 'text/plain', 'ok\n');
    case '/readyz': {
      const ready = await administered.ready();
      return send(response, ready ? 200 : 503, 'text/plain', ready ? 'ready\n' : 'not ready\n');
    }
    default:
      return send(response, 200, 'application/json', `${JSON.stringify(await administered.status(), null, 2)}\n`);
  }
}

const paths: ReadonlySet<string> = new Set(['/metrics', '/healthz', '/readyz', '/status']);

function send(response: ServerResponse, status: number, type: string, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(status, { 'content-type': type, 'content-length': body.length, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function isOwnName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || isIP(name) !== 0;
}
