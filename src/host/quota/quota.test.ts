/** Quotas: a tenant's share of its thread and of the log, and what becomes of one that hits its limits again and again. */
import { Account } from '../../language/evaluate/account.js';
import { countHit } from '../../language/evaluate/activation.js';
import { tenantLimits, type LimitCode } from '../../language/evaluate/limits.js';
import { LimitError } from '../../language/evaluate/script-error.js';
import type { Ports, Socket } from '../../stream/runtime/ports.js';
import { TestClock } from '../../stream/testing/clock.js';
import { Bench, TestSocket } from '../../stream/testing/harness.js';
import { Allowance } from './allowance.js';
import { countArrivals } from './arrivals.js';
import { LogQuota } from './log-quota.js';
import { Share } from './share.js';
import { sharePorts } from './shared-ports.js';
import { watchStanding } from './standing.js';

/** Runs for so long at the cost of the share. */
function spend(share: Share, clock: TestClock, milliseconds: number): void {
  share.run(() => clock.advance(milliseconds));
}

describe('the share of a thread', () => {
  test('what was not used for a second may be used at once; what is used beyond is waited for', () => {
    const clock = new TestClock();
    const share = new Share(clock, 300);
    spend(share, clock, 290);
    expect(share.isUsedUp).toBe(false);
    spend(share, clock, 290);
    expect(share.isUsedUp).toBe(true);
    const done: number[] = [];
    share.runLater(() => done.push(clock.now()));
    clock.advance(200);
    expect(done).toEqual([]);
    clock.advance(500);
    expect(done).toHaveLength(1);
    expect(share.isUsedUp).toBe(false);
  });

  test('in a long time it runs for that part and no more', () => {
    const clock = new TestClock();
    const share = new Share(clock, 300);
    let ran = 0;
    const loop = (): void => {
      share.run(() => {
        clock.advance(10);
        ran += 10;
      });
      if (clock.now() < 20_000) share.isUsedUp ? share.runLater(loop) : clock.after(0, loop);
    };
    loop();
    clock.advance(20_000);
    expect(ran / 20_000).toBeGreaterThan(0.25);
    expect(ran / 20_000).toBeLessThan(0.33);
  });

  test('what runs within a run is not paid twice', () => {
    const clock = new TestClock();
    const share = new Share(clock, 300);
    share.run(() => share.run(() => clock.advance(200)));
    expect(share.isUsedUp).toBe(false);
  });

  test('sockets are paused while it is used up, and stay so where they were before', () => {
    const bench = new Bench();
    const { clock } = bench;
    const share = new Share(clock, 300);
    let accept: (socket: Socket) => unknown = () => {};
    const net: Ports['net'] = { ...bench.runtime.ports.net, listen: (_host, _port, _options, accepts) => ((accept = accepts), Promise.resolve({ refuse: () => {}, close: () => Promise.resolve() })) };
    const ports = sharePorts({ ...bench.runtime.ports, net, clock }, share, new Allowance(clock, Infinity), () => true);
    const seen: Socket[] = [];
    const observer = { onData: () => {}, onEnd: () => {}, onError: () => {}, onClose: () => {}, onDrain: () => {} };
    void ports.net.listen('', 0, { maxConnections: -1, readTimeout: 0, writeTimeout: 0 }, (socket) => (seen.push(socket), observer));
    const [first, second, third] = [new TestSocket(), new TestSocket(), new TestSocket()];
    accept(first);
    accept(second);
    seen[1].pause();
    spend(share, clock, 700);
    accept(third);
    expect([first.paused, second.paused, third.paused]).toEqual([true, true, true]);
    clock.advance(2000);
    expect([first.paused, second.paused, third.paused]).toEqual([false, true, false]);
    seen[1].resume();
    expect(second.paused).toBe(false);
  });

  test('timers that fall due meanwhile: once is later, again and again is left out', () => {
    const bench = new Bench();
    const { clock } = bench;
    const share = new Share(clock, 300);
    const ports = sharePorts({ ...bench.runtime.ports, clock }, share, new Allowance(clock, Infinity), () => true);
    const rung: string[] = [];
    spend(share, clock, 700);
    ports.clock.after(100, () => rung.push('once'));
    const canceled = ports.clock.after(100, () => rung.push('never'));
    ports.clock.every(50, () => rung.push('again'));
    clock.advance(500);
    canceled.cancel();
    expect(rung).toEqual([]);
    clock.advance(1000);
    expect(rung.filter((name) => name === 'once')).toHaveLength(1);
    expect(rung).toContain('again');
    expect(rung).not.toContain('never');
  });
});

describe('the way in', () => {
  /** A listener of a tenant that has `perSecond` connections in a second, and 300 ms. */
  async function open(perSecond: number): Promise<{ clock: TestClock; share: Share; come(): void; refusing(): boolean; close(): Promise<void>; log: string[] }> {
    const bench = new Bench();
    const { clock } = bench;
    const log: string[] = [];
    const share = new Share(clock, 300);
    let refusing = false;
    let accept: (socket: Socket) => unknown = () => {};
    const listener = { refuse: (is: boolean) => void (refusing = is), close: () => Promise.resolve() };
    const net: Ports['net'] = { ...bench.runtime.ports.net, listen: (_host, _port, _options, accepts) => ((accept = accepts), Promise.resolve(listener)) };
    const arrivals = countArrivals(clock, { debugging: false, write: (level, text) => log.push(`${level} ${text}`) }, perSecond);
    const ports = sharePorts({ ...bench.runtime.ports, net, clock }, share, arrivals, () => true);
    const observer = { onData: () => {}, onEnd: () => {}, onError: () => {}, onClose: () => {}, onDrain: () => {} };
    const opened = await ports.net.listen('', 0, { maxConnections: -1, readTimeout: 0, writeTimeout: 0 }, () => observer);
    return { clock, share, come: () => void accept(new TestSocket()), refusing: () => refusing, close: () => opened.close(), log };
  }

  test('is shut when connections come faster than they may, until more may come; that is logged once a second', async () => {
    const { clock, come, refusing, log } = await open(100);
    for (let i = 0; i < 100; i++) come();
    expect([refusing(), log]).toEqual([false, []]);
    come();
    expect(refusing()).toBe(true);
    expect(log).toEqual(['warn [listener] More than 100 connections came in a second: those beyond are refused']);
    for (let round = 1; round <= 20; round++) {
      clock.advance(40);
      expect(refusing()).toBe(false);
      for (let i = 0; i < 4; i++) come();
      expect(refusing()).toBe(true);
      expect(log).toHaveLength(1);
    }
    clock.advance(1000);
    for (let i = 0; i < 101; i++) come();
    expect(log).toHaveLength(2);
  });

  test('is shut while the share of the thread is used up', async () => {
    const { clock, share, come, refusing } = await open(100_000);
    spend(share, clock, 600);
    expect(refusing()).toBe(true);
    clock.advance(2000);
    expect(refusing()).toBe(false);
    // What Node and the system do for a connection counts, though nobody sees how long that takes.
    for (let i = 0; i < 20_000 && !refusing(); i++) come();
    expect(refusing()).toBe(true);
    clock.advance(2000);
    expect(refusing()).toBe(false);
  });

  test('of a port that was closed is forgotten', async () => {
    const { clock, share, refusing, close } = await open(100);
    await close();
    spend(share, clock, 600);
    expect(refusing()).toBe(false);
  });
});

describe('who hits limits', () => {
  const hit = (account: Account, code: LimitCode = 'CPU_STEPS'): void => countHit(account, new LimitError(code, 'too much', 2, 1));

  test('has half as much each time, and as much as before when it has kept to them for a while', () => {
    const clock = new TestClock();
    const account = new Account(tenantLimits);
    watchStanding(account, clock, () => {});
    hit(account);
    expect(account.limits).toEqual({ ...tenantLimits, fuel: 500_000, time: 50 });
    hit(account, 'MEM_LIVE');
    expect(account.limits.fuel).toBe(250_000);
    clock.advance(1000);
    expect(account.limits.fuel).toBe(500_000);
    clock.advance(1000);
    expect(account.limits).toEqual(tenantLimits);
    expect(clock.pending).toBe(0);
  });

  test('is stopped when it goes on, once, and is told why', () => {
    const clock = new TestClock();
    const account = new Account(tenantLimits);
    const reasons: LimitError[] = [];
    watchStanding(account, clock, (why) => reasons.push(why));
    for (let i = 0; i < 20; i++) hit(account);
    expect(reasons.map(({ limit }) => limit)).toEqual(['STORM']);
    expect(account.hits?.get('CPU_STEPS')).toBe(20);
    expect(clock.pending).toBe(0);
  });

  test('is not slowed for what costs nobody much', () => {
    const account = new Account(tenantLimits);
    watchStanding(account, new TestClock(), () => {});
    for (const code of ['STACK', 'MEM_SINGLE', 'HANDLES'] as const) hit(account, code);
    expect(account.limits).toBe(tenantLimits);
  });
});

describe('the log', () => {
  function quotaOf(perSecond: number): { log: LogQuota; clock: TestClock; lines: string[] } {
    const clock = new TestClock();
    const lines: string[] = [];
    return { clock, lines, log: new LogQuota({ debugging: false, write: (level, text) => void lines.push(`${level} ${text}`) }, clock, perSecond) };
  }

  test('takes so much in a second; a script that says more has hit a limit', () => {
    const { log, clock, lines } = quotaOf(1000);
    log.print('x'.repeat(900));
    expect(() => log.print('x'.repeat(100))).toThrow(expect.objectContaining({ limit: 'LOG' }) as Error);
    clock.advance(1000);
    log.print('again');
    expect(lines.slice(1)).toEqual(['warn [log] 1 messages before this one were dropped', 'info again']);
  });

  test('drops what filters and errors say beyond, and says how much that was', () => {
    const { log, clock, lines } = quotaOf(1000);
    for (let i = 0; i < 50; i++) log.write('error', `error number ${i}`);
    const before = lines.length;
    expect(before).toBeLessThan(30);
    clock.advance(5000);
    log.write('error', 'the last');
    expect(lines.slice(before)).toEqual([`warn [log] ${50 - before} messages before this one were dropped`, 'error the last']);
  });

  test('a script writes lines and nothing else: what a terminal would obey is shown, long lines are cut', () => {
    const { log, lines } = quotaOf(100_000);
    log.print('a\u001b[31mred\r\0\u009bx\nb');
    log.print('y'.repeat(50_000));
    expect(lines[0]).toBe('info a\ufffd[31mred\ufffd\ufffd\ufffdx\nb');
    expect(lines[1].length).toBeLessThan(17_000);
    expect(lines[1]).toContain('(50000 characters)');
  });
});
