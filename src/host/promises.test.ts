/** Callbacks of modern scripts that give promises: what streams do meanwhile, and what becomes of promises that fail. */
import { Served } from '../testing/served.js';

/** On port 80 each piece of data waits for the script; on port 81 it is told to `yes`, `no` or settle `last` what waits. */
const manual = `
var waiting = []
pipy()
.listen(80)
  .replaceData(data => data.size ? new Promise((yes, no) => waiting.push({ yes: () => yes(new Data('<' + data + '>')), no })) : data)
.listen(81)
  .handleData(data => {
    switch (data.toString()) {
      case 'yes': waiting.shift().yes(); break
      case 'last': waiting.pop().yes(); break
      case 'no': waiting.shift().no(new Error('as told')); break
    }
  })
.listen(82)
  .replaceData(data => data)
`;

test('what follows a promise sees the variables of its own stream, whoever settles it', () => {
  const served = new Served(`
var $name = '', ready = []
pipy()
.listen(80)
  .handleData(data => { $name = $name || data.toString() })
  .replaceData(data => data.size ? new Promise(yes => ready.push(yes)).then(() => new Data('[' + $name + ']')) : data)
.listen(81)
  .handleData(data => { $name = 'other'; ready.splice(0).forEach(yes => yes()) })
`);
  const [waiting, other] = [80, 81].map((port) => served.connect(port));
  expect([served.feed(waiting, 'mine'), served.feed(other, 'go'), served.sent(waiting)]).toEqual(['', 'go', '[mine]']);
});

test('data that comes while a promise is pending waits, in order; other streams do not', () => {
  const served = new Served(manual);
  const [slow, control, quick] = [80, 81, 82].map((port) => served.connect(port));
  expect([served.feed(slow, 'a'), served.feed(slow, 'b'), served.feed(slow, 'c'), served.feed(quick, 'x')]).toEqual(['', '', '', 'x']);
  served.feed(control, 'yes');
  expect(served.sent(slow)).toBe('<a>');
  served.feed(control, 'yes');
  expect(served.feed(slow, 'd')).toBe('<b>');
  served.feed(control, 'yes');
  served.feed(control, 'yes');
  expect(served.sent(slow)).toBe('<c><d>');
  expect(served.log).toEqual([]);
});

test('the end of a stream waits as well', () => {
  const served = new Served(manual);
  const [slow, control] = [80, 81].map((port) => served.connect(port));
  served.feed(slow, 'a');
  slow.observer.onEnd();
  expect(served.sent(slow)).toBe('');
  served.feed(control, 'yes');
  expect(served.sent(slow)).toBe('<a><close>');
});

test('a promise that is rejected ends the stream; the error is told once, with its place', () => {
  const served = new Served(manual);
  const [slow, control] = [80, 81].map((port) => served.connect(port));
  served.feed(slow, 'a');
  served.feed(slow, 'b');
  served.feed(control, 'no');
  expect(served.sent(slow)).toBe('<close>');
  expect(served.log).toHaveLength(1);
  expect(served.log[0]).toMatch(/^error\[PJS460\]: as told\n +--> \/main\.js:11:\d+\n[^]*\n {2}in \/main\.js \[.*\] replaceData$/);
  expect(served.bench.clock.pending).toBe(0);
});

test('a promise that is never settled ends the stream after a minute', () => {
  const served = new Served(manual);
  const slow = served.connect(80);
  served.feed(slow, 'a');
  served.bench.clock.advance(59_999);
  expect([served.sent(slow), served.log]).toEqual(['', []]);
  served.bench.clock.advance(1);
  expect(served.sent(slow)).toBe('<close>');
  expect(served.log).toHaveLength(1);
  expect(served.log[0]).toMatch(/^error\[WALL\]: a promise that a filter waits for was not settled in time/);
});

test('when a connection closes, nothing is left of what it waits for', () => {
  const served = new Served(manual);
  const [slow, control] = [80, 81].map((port) => served.connect(port));
  served.feed(slow, 'a');
  slow.observer.onClose();
  expect(served.sent(slow)).toBe('');
  expect(served.bench.clock.pending).toBe(0);
  served.bench.clock.advance(120_000);
  served.feed(control, 'yes');
  expect([served.sent(slow), served.log]).toEqual(['', []]);
});

test('a peer that sends on while a promise is pending is held, until it is settled', () => {
  const served = new Served(manual);
  const [slow, control] = [80, 81].map((port) => served.connect(port));
  served.feed(slow, 'a');
  served.feed(slow, 'b'.repeat(100_000));
  expect(slow.paused).toBe(false);
  served.feed(slow, 'c'.repeat(100_000));
  expect(slow.paused).toBe(true);
  served.feed(control, 'yes');
  served.feed(control, 'yes');
  served.feed(control, 'yes');
  expect([slow.paused, served.sent(slow).length]).toEqual([false, 200_007]);
});

test('requests on one connection are answered in order, whichever promise is settled first; one that is rejected is a 500', () => {
  const served = new Served(`
    var waiting = {}
    pipy()
    .listen(80).demuxHTTP('request')
    .pipeline('request').replaceMessage(request => new Promise((yes, no) => { waiting[request.head.path] = { yes: () => yes(new Message(request.head.path)), no } }))
    .listen(81).handleData(data => { if (data.toString() == '/c') waiting['/c'].no('no'); else waiting[data.toString()].yes() })
  `);
  const [client, control] = [80, 81].map((port) => served.connect(port));
  served.feed(client, ['/a', '/b', '/c'].map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''));
  served.feed(control, '/c');
  served.feed(control, '/b');
  expect(served.sent(client)).toBe('');
  served.feed(control, '/a');
  expect(served.sent(client).match(/ \d{3} |\/[ab]/g)).toEqual([' 200 ', '/a', ' 200 ', '/b', ' 500 ']);
});

test('jobs without an end are ended by a limit, and the next callback is served', () => {
  const served = new Served(`
    function again() { Promise.resolve().then(again) }
    pipy()
    .listen(80).handleData(data => { if (data.toString() == 'storm') again() })
    .listen(81).replaceData(data => Promise.resolve(data))
  `);
  const [one, two] = [80, 81].map((port) => served.connect(port));
  expect(served.feed(one, 'storm')).toBe('storm');
  expect(served.log.map((text) => text.split('\n')[0].replace(/\(.*/, ''))).toEqual([expect.stringMatching(/^error\[CPU_(STEPS|TIME)\]: /)]);
  expect([served.feed(one, 'calm'), served.feed(two, 'x')]).toEqual(['calm', 'x']);
  expect(served.log).toHaveLength(1);
});

test('a rejection that nobody handles is told once, with its place, and ends nothing', () => {
  const served = new Served(`
    pipy()
    .listen(80).handleData(data => {
      if (data.toString() == 'handled') Promise.reject(1).catch(() => 0)
      else Promise.resolve(null).then(nothing => nothing.value)
    })
  `);
  const socket = served.connect(80);
  expect([served.feed(socket, 'handled'), served.log]).toEqual(['handled', []]);
  expect(served.feed(socket, 'lost')).toBe('lost');
  expect(served.log).toHaveLength(1);
  expect(served.log[0]).toMatch(/^error\[PJS400\]: TypeError: cannot read property 'value' of null\n +--> \/main\.js:5:\d+\n[^]*\n {2}in a promise that was rejected, and nobody handles it$/);
  expect(served.feed(socket, 'handled')).toBe('handled');
  expect(served.log).toHaveLength(1);
});

test('a reaction sees the context variables of the stream that queued it', () => {
  const served = new Served(`
    var $name = ''
    pipy()
    .listen(80)
      .handleData(data => { $name = $name || data.toString() })
      .replaceData(data => data.size ? Promise.resolve().then(() => new Data($name)) : data)
  `);
  const [a, b] = [80, 80].map((port) => served.connect(port));
  a.receive('a');
  b.receive('b');
  expect([served.sent(a), served.sent(b)]).toEqual(['a', 'b']);
});
