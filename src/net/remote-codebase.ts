/**
 * A code base that lies behind a URL: a script by itself, or what a Pipy repo gives, a list of paths whose first is the main script.
 *
 * All files are fetched before anything is loaded, and again when the server says that they have changed.
 */
import { readFileSync } from 'node:fs';
import { request as requestHttp, STATUS_CODES, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Log } from '../stream/runtime/ports.js';
import { systemText } from './system-error.js';

/** Milliseconds for one answer. */
const patience = 10_000;
/** Files, and bytes of all of them. */
const mostFiles = 10_000;
const mostBytes = 64 << 20;

/** Files of PEM texts: what this side shows the server, and whom it trusts. */
export interface RemoteTls {
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly trusted?: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly modified: string;
  readonly body: Buffer;
}

export class RemoteCodebase {
  /** The path of the main script. */
  main = '';
  private files: ReadonlyMap<string, Buffer> = new Map();
  private version = '';
  private readonly tls: Readonly<Record<string, Buffer>>;

  /** Reads the files that `tls` names: an error of the system when one cannot be read. */
  constructor(
    private readonly url: URL,
    private readonly log: Log,
    { cert, key, trusted }: RemoteTls = {},
  ) {
    const read = (name: string, file: string | undefined): Record<string, Buffer> => (file === undefined ? {} : { [name]: readFileSync(file) });
    this.tls = { ...read('cert', cert), ...read('key', key), ...read('ca', trusted) };
  }

  read(path: string): Buffer | null {
    return this.files.get(path) ?? null;
  }

  /** Looks whether there is another version, and fetches it; true where all of one is there now. What is wrong is logged, and changes nothing. */
  async update(): Promise<boolean> {
    const head = await this.ask('HEAD', this.url, mostBytes);
    if (head === null) return false;
    const version = `${head.etag}\n${head.modified}`;
    if (this.files.size > 0 && version === this.version) return false;
    const found = await this.fetch();
    if (found === null) return false;
    // Without a version there is nothing to go by but what it says.
    const isOther = version !== '\n' || found.main !== this.main || !same(found.files, this.files);
    this.version = version;
    if (!isOther) return false;
    this.main = found.main;
    this.files = found.files;
    return true;
  }

  private async fetch(): Promise<{ readonly main: string; readonly files: ReadonlyMap<string, Buffer> } | null> {
    const answer = await this.ask('GET', this.url, mostBytes);
    if (answer === null) return null;
    const { body } = answer;
    if (!isList(body)) {
      const main = `/${this.url.pathname.split('/').pop() || 'main.js'}`;
      return { main, files: new Map([[main, body]]) };
    }
    const paths = body.toString('utf8').split('\n').filter((path) => path !== '');
    const bad = paths.find((path) => !path.startsWith('/') || path.split('/').includes('..'));
    if (bad !== undefined || paths.length > mostFiles) {
      this.log.write('error', bad === undefined ? `[codebase] ${this.url.href} lists more than ${mostFiles} files` : `[codebase] ${this.url.href} lists '${bad}', which is no path of a code base`);
      return null;
    }
    const files = new Map<string, Buffer>();
    let left = mostBytes;
    const base = this.url.href.replace(/\/*$/, '');
    for (const path of paths) {
      const file = await this.ask('GET', new URL(base + path.split('/').map(encodeURIComponent).join('/')), left);
      if (file === null) return null;
      left -= file.body.length;
      files.set(path, file.body);
    }
    return { main: paths[0], files };
  }

  /** Null where there was no good answer; it has been logged. */
  private async ask(method: 'GET' | 'HEAD', url: URL, most: number): Promise<Answer | null> {
    const title = `[codebase] ${method} ${url === this.url ? url.href : url.pathname}`;
    try {
      const answer = await request(method, url, this.tls, most);
      if (answer.status !== 200) {
        this.log.write('error', `${title} -> ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`);
        return null;
      }
      if (method === 'GET') this.log.write('info', `${title} -> ${answer.body.length} bytes`);
      return answer;
    } catch (error) {
      this.log.write('error', `${title} -> ${systemText(error)}`);
      return null;
    }
  }
}

/** A script may begin with a comment; what begins with another slash is a list of paths. */
function isList(body: Buffer): boolean {
  const start = body.toString('latin1', 0, 2);
  return start.startsWith('/') && start !== '//' && start !== '/*';
}

function same(some: ReadonlyMap<string, Buffer>, others: ReadonlyMap<string, Buffer>): boolean {
  return some.size === others.size && [...some].every(([path, bytes]) => others.get(path)?.equals(bytes) === true);
}

function request(method: string, url: URL, tls: object, most: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patience);
    const take = (response: IncomingMessage): void => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > most) response.destroy(new Error('too large'));
      });
      response.on('error', reject);
      response.on('end', () => {
        const { etag = '', 'last-modified': modified = '' } = response.headers;
        resolve({ status: response.statusCode!, etag, modified, body: Buffer.concat(chunks) });
      });
    };
    const send = url.protocol === 'https:' ? requestHttps(url, { method, signal, agent: false, ...tls }, take) : requestHttp(url, { method, signal, agent: false }, take);
    send.on('error', (error) => reject(signal.aborted ? new Error('timed out') : error));
    send.end();
  });
}
