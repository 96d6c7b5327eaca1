/** From HTTP/2 to HTTP/1, as `cases/forward` says: what reaches an origin of a request is that request, byte by byte, or nothing. */
import { connect } from 'node:net';
import { casesIn, stepsOf } from './case.js';
import { bytesOf } from './notation.js';
import { PlainOrigin } from './origin.js';
import { Proxy } from './proxy.js';
import { agrees, Wire } from './wire.js';

const script = (port: number): string => `pipy()
  .listen(1)
    .demuxHTTP('request')
  .pipeline('request')
    .muxHTTP('connection', '')
  .pipeline('connection')
    .connect('127.0.0.1:${port}')`;

const greeting = bytesOf(["raw 'PRI * HTTP/2.0' 0d0a0d0a 'SM' 0d0a0d0a", 'SETTINGS 0']);

test.each(casesIn('forward'))('%s', async (_, { talk, origin: expected = [] }) => {
  const origin = await PlainOrigin.start();
  const proxy = await Proxy.start(script(origin.port));
  const wire = new Wire(connect({ port: proxy.port(1), host: '127.0.0.1' }));
  wire.send(greeting);
  try {
    for (const step of stepsOf(talk)) {
      if (step.kind === 'send') wire.send(bytesOf(step.lines));
      else if (step.kind === 'act') throw new Error(`nobody knows how to ${step.what}`);
      else {
        const heard = await wire.hear((now) => agrees(now, step.lines), step.lines.at(-1) === 'closed');
        if (!agrees(heard, step.lines)) expect(heard).toEqual(step.lines);
      }
    }
    // Whoever comes next gets an answer of their own, whatever became of those before.
    wire.send(bytesOf(['HEADERS+END 1001 (:method: GET) (:scheme: http) (:authority: a) (:path: /next)']));
    expect(await wire.hear((lines) => lines.length > 0, false)).toEqual([`1001: 200 {content-length: 2} 'ok'`]);
    expect(origin.messages).toEqual([...expected, 'GET /next HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n']);
    wire.socket.destroy();
    await proxy.empty(['connection']);
    expect([Object.keys(proxy.alive).filter((name) => name !== 'connection'), proxy.log.filter((line) => line.includes('[bug]'))]).toEqual([[], []]);
  } finally {
    wire.socket.destroy();
    origin.close();
    await proxy.service.kill();
  }
});
