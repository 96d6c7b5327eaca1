/** A gateway that is attacked over the wire, and the origin behind it, which keeps all that it is sent. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Bell } from '../bell.js';
import { ask, Client, folderOf, freePorts, Program } from '../program.js';

/** A server that answers each request with its target, or as `answer` says. */
export class Origin {
  received = '';
  requests = 0;
  private readonly bell = new Bell();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(answer: (target: string, socket: Socket) => string | null = (target) => answerOf(target)): Promise<Origin> {
    const server = createServer();
    const origin = new Origin(server);
    server.on('connection', (socket) => {
      origin.sockets.add(socket);
      let text = '';
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        origin.received += bytes.toString('latin1');
        text += bytes.toString('latin1');
        for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
          const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
          if (text.length < end + 4 + length) break;
          const target = text.split(' ')[1] ?? '';
          text = text.slice(end + 4 + length);
          origin.requests++;
          const reply = answer(target, socket);
          if (reply !== null) socket.write(Buffer.from(reply, 'latin1'));
        }
        origin.bell.ring();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return origin;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  until(text: string): Promise<void> {
    return this.bell.until(() => this.received.includes(text), () => `'${text}' at the origin in ${this.received}`);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

export function answerOf(body: string, more = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${more}\r\n${body}`;
}

/** `/up…` goes to the origin, everything else is answered by `handler`, the text of a function. */
export class Gateway {
  private constructor(
    readonly port: number,
    readonly program: Program,
    readonly folder: string,
  ) {}

  static async start(originPort: number, { handler = "() => new Message('own')", options = '{}' } = {}): Promise<Gateway> {
    const [port] = (await freePorts(1)) as [number];
    const folder = folderOf({
      'main.js': `pipy({ _up: false, _kept: [] })
        .listen('127.0.0.1:${port}', ${options})
          .demuxHTTP('request')
        .pipeline('request')
          .handleMessageStart(({ head }) => _up = head.path.startsWith('/up'))
          .link('up', () => _up, 'own')
        .pipeline('up').muxHTTP('connection', '')
        .pipeline('connection').connect('127.0.0.1:${originPort}')
        .pipeline('own').replaceMessage(${handler})`,
    });
    const program = new Program([join(folder, 'main.js')]);
    await program.logged(`Listening on port ${port}`);
    return new Gateway(port, program, folder);
  }

  client(): Client {
    return new Client(this.port);
  }

  /** All that comes back on one connection that is sent these parts, each as a packet of its own where `apart`. */
  async converse(text: string, apart = false): Promise<string> {
    const client = this.client();
    client.socket.setNoDelay(true);
    if (!apart) client.send(Buffer.from(text, 'latin1'));
    else for (const byte of Buffer.from(text, 'latin1')) await new Promise((sent) => client.socket.write(Buffer.of(byte), sent));
    client.socket.end();
    return client.until('close');
  }

  /** Whether the next client is served, here and through to the origin, and nothing is a fault of ours. */
  async serves(): Promise<boolean> {
    const [own, up] = [await ask(this.port, '/'), await ask(this.port, '/up/after')];
    return own.endsWith('own') && up.endsWith('/up/after') && !this.program.stderr.includes('[bug]') && this.program.ended === null;
  }
}
