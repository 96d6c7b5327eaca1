/** An origin of HTTP/1 that keeps each message as it came, byte by byte, and reads as strictly as it can: a length, or chunks, or nothing. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class PlainOrigin {
  /** Requests that were whole. */
  readonly messages: string[] = [];
  /** What had come of one when its connection was over. */
  readonly cut: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.serve(socket));
  }

  static async start(): Promise<PlainOrigin> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new PlainOrigin(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private serve(socket: Socket): void {
    let text = '';
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      if (text !== '') this.cut.push(text);
    });
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let size = sizeOf(text); size > 0; size = sizeOf(text)) {
        this.messages.push(text.slice(0, size));
        text = text.slice(size);
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      }
    });
  }
}

/** Characters of the first message, or 0 when it is not whole. */
function sizeOf(text: string): number {
  const head = text.indexOf('\r\n\r\n') + 4;
  if (head < 4) return 0;
  const fields = text.slice(0, head);
  const length = /\r\ncontent-length: (\d+)\r\n/.exec(fields);
  if (length !== null) return head + Number(length[1]) <= text.length ? head + Number(length[1]) : 0;
  if (!/\r\ntransfer-encoding: chunked\r\n/.test(fields)) return head;
  const end = /^(?:[1-9a-f][0-9a-f]*\r\n[^]*?\r\n)*?0\r\n\r\n/.exec(text.slice(head));
  return end === null ? 0 : head + end[0].length;
}
