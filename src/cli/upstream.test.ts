/** A gateway whose services come and go while it is under load. */
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { cleanUp, Client, folderOf, freePorts, Program } from '../testing/program.js';

afterEach(cleanUp);

const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** A service that answers each request, and can be cut off in the middle of everything. */
class Service {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly port: number) {}

  async start(): Promise<void> {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString();
        for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
          text = text.slice(end + 4);
          socket.write(answer);
        }
      });
    });
    await new Promise<void>((done) => this.server!.listen(this.port, '127.0.0.1', done));
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.resetAndDestroy();
    await new Promise((done) => this.server!.close(done));
  }
}

test('thousands of requests meet services that stop and start: each has a 200 or a 502, and none hangs', async () => {
  const [port, first, second] = (await freePorts(3)) as [number, number, number];
  const folder = folderOf({
    'main.js': `pipy({ _balancer: new algo.RoundRobinLoadBalancer(['127.0.0.1:${first}', '127.0.0.1:${second}']), _target: '' })
      .listen(${port}).demuxHTTP('request')
      .pipeline('request').handleMessageStart(() => _target = _balancer.select()).muxHTTP('connection', () => _target)
      .pipeline('connection').connect(() => _target)`,
  });
  const services = [new Service(first), new Service(second)] as const;
  await Promise.all(services.map((service) => service.start()));
  const gateway = new Program([join(folder, 'main.js')]);
  await gateway.logged(`Listening on port ${port}`);

  const statuses = new Map<string, number>();
  let asked = 0;
  let changing = Promise.resolve();
  let up = true;
  const toggle = async (): Promise<void> => {
    for (const service of services) await (up ? service.stop() : service.start());
    up = !up;
  };
  const ask = async (): Promise<void> => {
    const client = new Client(port);
    while (asked < 4000) {
      if (++asked % 400 === 0) changing = changing.then(toggle);
      client.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const head = await client.until('\r\n\r\n');
      const status = head.slice(9, 12);
      if (status === '200' && !head.endsWith('ok')) await client.until('ok');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 16 }, ask));
  await changing;

  expect([...statuses.keys()].sort()).toEqual(['200', '502']);
  expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(4000);
  expect(gateway.stderr).not.toContain('[bug]');
  if (up) await toggle();
  gateway.signal('SIGTERM');
  expect(await gateway.end()).toBe(0);
});
