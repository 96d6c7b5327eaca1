import { Data } from '../stream/bytes/data.js';
import { processes } from './processes.js';

test('bytes go to a child process and come back', async () => {
  let text = '';
  const events: (string | number | null)[] = [];
  await new Promise<void>((done) => {
    const child = processes(null).spawn([process.execPath, '-e', 'process.stdin.pipe(process.stdout)'], {
      onData: (bytes) => (text += bytes.toString()),
      onEnd: () => events.push('end') === 2 && done(),
      onExit: (code) => events.push(code) === 2 && done(),
      onDrain() {},
    });
    child.write(Data.of('there and '));
    child.write(Data.of('back'));
    child.end();
  });
  expect(text).toBe('there and back');
  expect(events.sort()).toEqual([0, 'end']);
});

test.each([[['/no/such/program'], 'cannot start /no/such/program'], [[], 'command is empty']])(
  'a command that cannot be started throws: %j',
  (command, message) => {
    expect(() => processes(null).spawn(command, { onData() {}, onEnd() {}, onExit() {}, onDrain() {} })).toThrow(message);
  },
);
