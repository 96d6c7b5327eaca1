/** The forms of `curl` that our pages use, for machines that have none: GET, -d, -H, -i, -k, and several URLs over one connection. */
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';

/** What a command line prints to standard output. */
export async function curl(command: string, cwd: string): Promise<string> {
  const headers: Record<string, string> = { 'user-agent': 'curl', accept: '*/*' };
  const urls: string[] = [];
  let body: string | undefined;
  let withHead = false;
  const words = wordsOf(command, cwd).slice(1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-i') withHead = true;
    else if (word === '-H') {
      const [name, value] = words.shift()!.split(/: */, 2) as [string, string];
      headers[name.toLowerCase()] = value;
    } else if (word === '-d') {
      body = words.shift()!;
      headers['content-type'] ??= 'application/x-www-form-urlencoded';
      headers['content-length'] = `${Buffer.byteLength(body)}`;
    } else if (!word.startsWith('-')) urls.push(word);
    else if (word !== '-k' && word !== '--path-as-is') throw new Error(`curl ${word}: not a form that pages use`);
  }
  const agents = { 'http:': new Agent({ keepAlive: true, maxSockets: 1 }), 'https:': new SecureAgent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false }) };
  let output = '';
  for (const url of urls) {
    const [, protocol, hostname, port, path] = /^(https?:)\/\/([^:/]+):(\d+)(.*)$/.exec(url) as unknown as [string, 'http:' | 'https:', string, string, string];
    const options = { hostname, port, path: path || '/', method: body === undefined ? 'GET' : 'POST', headers, agent: agents[protocol] };
    output += await answer(protocol === 'http:' ? httpRequest : httpsRequest, options, body, withHead);
  }
  for (const agent of Object.values(agents)) agent.destroy();
  return output;
}

function answer(request: typeof httpRequest, options: RequestOptions, body: string | undefined, withHead: boolean): Promise<string> {
  return new Promise((done, fail) => {
    request(options, (response: IncomingMessage) => {
      const fields = response.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}\r\n`] : []));
      let text = withHead ? `HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}\r\n${fields.join('')}\r\n` : '';
      response.on('data', (bytes) => (text += bytes)).on('end', () => done(text)).on('error', fail);
    }).on('error', fail).end(body);
  });
}

/** The words of a shell's command: blanks separate them, quotes keep them, `$(cat FILE)` is what a file holds. */
function wordsOf(command: string, cwd: string): string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) =>
    word
      .replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? '')
      .replace(/\$\(cat (\S+)\)/g, (_, file: string) => readFileSync(join(cwd, file), 'utf8').trim()),
  );
}
