/** MQTT with peers that others have written: the clients and the broker of mosquitto, where they are here. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, cleanUp, endLater, folderOf, freePorts, Program } from './program.js';

afterEach(cleanUp);

/** Without them there is nobody to talk to. */
const missing = ['mosquitto', 'mosquitto_sub', 'mosquitto_pub'].filter((tool) => spawnSync(tool, ['--help']).error !== undefined);
if (missing.length > 0) console.warn(`skipped: there is no ${missing.join(' and no ')}`);
const mosquittoTest = missing.length > 0 ? test.skip : test;

const versions = ['mqttv311', 'mqttv5'] as const;
const run = promisify(execFile);

/** What a client of mosquitto prints before it is done. */
async function client(tool: 'mosquitto_sub' | 'mosquitto_pub', port: number, ...args: readonly string[]): Promise<string> {
  return (await run(tool, ['-h', '127.0.0.1', '-p', String(port), ...args], { timeout: 15_000, maxBuffer: 1 << 22 })).stdout;
}

/** Starts the broker; gives its port. */
async function broker(): Promise<number> {
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({ 'mosquitto.conf': `listener ${port} 127.0.0.1\nallow_anonymous true\n` });
  const child = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  const over = new Promise<void>((done) => child.once('close', () => done()));
  endLater({ ended: null, signal: (name) => child.kill(name), end: () => over });
  for (let left = 100; left > 0; left--) {
    const probe = new Client(port);
    await Promise.race([new Promise((done) => probe.socket.once('connect', done)), probe.until('close')]);
    const open = !probe.closed;
    probe.socket.destroy();
    if (open) return port;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the broker of mosquitto does not listen');
}

async function serve(script: (port: number) => string): Promise<{ port: number; program: Program }> {
  const [port] = (await freePorts(1)) as [number];
  const program = new Program([join(folderOf({ 'main.js': script(port) }), 'main.js')]);
  await program.logged(`Listening on port ${port}`);
  return { port, program };
}

mosquittoTest.each(versions)('between clients and broker every packet is taken apart and put together again: %s', async (version) => {
  const upstream = await broker();
  const { port, program } = await serve(
    (own) => `pipy({ _level: 4 })
      .listen('127.0.0.1:${own}')
        .decodeMQTT()
        .handleMessageStart(({ head }) => (console.log('to the broker', head.type), head.type === 'CONNECT' && (_level = head.protocolLevel)))
        .encodeMQTT()
        .connect('127.0.0.1:${upstream}')
        .decodeMQTT()
        .handleMessageStart(({ head }) => console.log('to a client', head.type))
        .encodeMQTT({ protocolLevel: () => _level })`,
  );
  const long = 'y'.repeat(100_000);
  const will = ['--will-topic', 'ends/sub', '--will-payload', 'gone', '--will-qos', '1'];
  const properties = version === 'mqttv5' ? ['-D', 'publish', 'user-property', 'colour', 'blue', '-D', 'publish', 'content-type', 'text/plain', '-D', 'publish', 'correlation-data', 'c1'] : [];
  await client('mosquitto_pub', port, '-V', version, '-t', 'kept', '-m', 'from before', '-r', '-q', '1');
  const received = client('mosquitto_sub', port, '-V', version, '-t', 'kept', '-t', 'news/#', '-q', '2', '-C', '5', '-k', '5', ...will, '-F', version === 'mqttv5' ? '%t %q %r %C %P %p' : '%t %q %r   %p');
  await program.logged('to a client SUBACK');
  await client('mosquitto_pub', port, '-V', version, '-t', 'news/0', '-m', 'none', '-q', '0');
  await client('mosquitto_pub', port, '-V', version, '-t', 'news/1', '-m', 'once or more', '-q', '1', ...properties);
  await client('mosquitto_pub', port, '-V', version, '-t', 'news/2', '-m', 'once', '-q', '2');
  await client('mosquitto_pub', port, '-V', version, '-t', 'news/long', '-m', long, '-q', '1');
  const about = version === 'mqttv5' ? 'text/plain colour:blue' : ' ';
  const lines = (await received).trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/ +/g, ' ')).sort()).toEqual(
    ['kept 1 1 from before', 'news/0 0 0 none', `news/1 1 0 ${about} once or more`, 'news/2 2 0 once', `news/long 1 0 ${long}`].map((line) => line.replace(/ +/g, ' ')),
  );
  for (const type of ['CONNECT', 'PUBLISH', 'SUBSCRIBE', 'PUBREL', 'DISCONNECT']) expect(program.stderr).toContain(`to the broker ${type}\n`);
  for (const type of ['CONNACK', 'PUBLISH', 'SUBACK', 'PUBACK', 'PUBREC', 'PUBCOMP']) expect(program.stderr).toContain(`to a client ${type}\n`);
  expect(program.stderr).not.toMatch(/\[ERR\]|\[WRN\]/);
}, 60_000);

mosquittoTest.each(versions)('clients are content with a broker that is a script: %s', async (version) => {
  const { port, program } = await serve(
    (own) => `((
      answers = {
        CONNECT: head => new Message({ type: 'CONNACK', protocolLevel: head.protocolLevel }),
        SUBSCRIBE: head => [
          new Message({ type: 'SUBACK', packetIdentifier: head.packetIdentifier, reasonCodes: head.topicFilters.map(({ qos }) => qos) }),
          new Message({ type: 'PUBLISH', qos: 1, packetIdentifier: 7, topicName: 'greeting' }, 'hello'),
        ],
        PUBLISH: head => head.qos === 0 ? null : new Message({ type: head.qos === 1 ? 'PUBACK' : 'PUBREC', packetIdentifier: head.packetIdentifier }),
        PUBREL: head => new Message({ type: 'PUBCOMP', packetIdentifier: head.packetIdentifier }),
        PINGREQ: () => new Message({ type: 'PINGRESP' }),
      }
    ) => pipy()
      .listen('127.0.0.1:${own}')
        .decodeMQTT()
        .handleMessage(({ head, body }) => console.log(head.type, head.qos, head.topicName || '', body.toString()))
        .replaceMessage(({ head }) => answers[head.type]?.(head))
        .encodeMQTT()
    )()`,
  );
  expect(await client('mosquitto_sub', port, '-V', version, '-t', 'greeting', '-q', '1', '-C', '1', '-W', '10', '-F', '%t %q %p')).toBe('greeting 1 hello\n');
  for (const qos of ['0', '1', '2']) {
    await client('mosquitto_pub', port, '-V', version, '-t', 'a/b', '-m', `text ${qos}`, '-q', qos);
    await program.logged(`PUBLISH ${qos} a/b text ${qos}\n`);
  }
  await program.logged('PUBACK 0');
  expect(program.stderr).not.toMatch(/\[ERR\]|\[WRN\]/);
}, 60_000);
