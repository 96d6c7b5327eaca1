/** Servers that come and go: each answers with the body it was sent, and its checksum. */
import { createServer as createHttp } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { createServer as createTcp } from 'node:net';
import { checksum } from './common.mjs';

export class Origins {
  constructor(ports, random) {
    this.random = random;
    this.kinds = [
      [ports.origin, () => createHttp((request, response) => this.answer(request, response))],
      [ports.origin2, () => createHttp2((request, response) => this.answer(request, response))],
      [ports.echo, () => createTcp({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket))],
    ];
    this.open = [];
    this.over = false;
  }

  async start() {
    this.open = await Promise.all(this.kinds.map(([port, make]) => this.serve(port, make)));
    this.flapping = this.flap();
  }

  async stop() {
    this.over = true;
    await this.flapping;
    for (const { close } of this.open) close();
  }

  async serve(port, make) {
    const server = make();
    const sockets = new Set();
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    });
    server.on('sessionError', () => {});
    await this.listen(server, port);
    return {
      close() {
        server.close();
        for (const socket of sockets) socket.destroy();
      },
    };
  }

  /** Somebody else may have the port for a moment. */
  async listen(server, port) {
    for (;;) {
      const failed = await new Promise((done) => server.once('error', done).listen(port, '127.0.0.1', () => done(null)));
      if (failed === null) return;
      if (failed.code !== 'EADDRINUSE') throw failed;
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  /** One after the other is away for a moment. */
  async flap() {
    while (!this.over) {
      await new Promise((later) => setTimeout(later, 1500));
      const which = Math.floor(this.random() * this.kinds.length);
      this.open[which].close();
      await new Promise((later) => setTimeout(later, 300));
      this.open[which] = await this.serve(...this.kinds[which]);
    }
  }

  answer(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      // Now and then it breaks off, or keeps silent for a while.
      const mood = this.random();
      if (mood < 0.01) return void request.socket?.destroy();
      response.writeHead(200, { 'x-checksum': checksum(body), ...(mood < 0.5 && request.httpVersionMajor === 1 && { 'content-length': body.length }) });
      if (mood < 0.05) setTimeout(() => response.end(body), 50);
      else response.end(body);
    });
  }
}
