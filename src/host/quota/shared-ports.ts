/**
 * The world as a tenant has it that shares a thread: whatever comes from outside runs at the cost of its share, and waits
 * while that is used up. Sockets are paused then, so that who sends is slowed and nothing piles up here.
 */
import type { Data } from '../../stream/bytes/data.js';
import type { Cancelable, ChildProcess, Clock, DialObserver, Net, Ports, Processes, Socket, SocketObserver, Tls } from '../../stream/runtime/ports.js';
import type { Tap } from '../../stream/runtime/flow.js';
import type { Allowance, Sharer } from './allowance.js';
import { Door } from './door.js';
import type { Share } from './share.js';

/** Milliseconds that Node and the system take for a connection that comes and goes, outside of what a share measures. */
const connectionCost = 0.04;

/**
 * `arrivals` is how many connections may be accepted. `receive` is told how many bytes come in, and says whether they may: false ends the
 * connection.
 */
export function sharePorts(ports: Ports, share: Share, arrivals: Allowance, receive: (bytes: number) => boolean): Ports {
  const observed = (socket: SharedSocket, observer: SocketObserver): SocketObserver => {
    const gone = (): void => {
      socket.forget();
      share.run(() => observer.onClose());
    };
    return {
      onData(bytes) {
        if (receive(bytes.length)) {
          share.run(() => observer.onData(bytes));
          return;
        }
        share.run(() => observer.onError('BufferOverflow', 'the script keeps too much memory'));
        socket.destroy();
        gone();
      },
      onEnd: () => share.run(() => observer.onEnd()),
      onError: (error, detail) => share.run(() => observer.onError(error, detail)),
      onClose: gone,
      onDrain: () => share.run(() => observer.onDrain()),
    };
  };

  const net: Net = {
    async listen(host, port, options, accept) {
      const listener = await ports.net.listen(host, port, options, (raw) => {
        arrivals.spend(1);
        const socket = new SharedSocket(raw, share);
        return observed(
          socket,
          share.run(() => accept(socket), connectionCost),
        );
      });
      const door = new Door(listener);
      share.add(door);
      arrivals.add(door);
      return {
        refuse: (refusing) => listener.refuse(refusing),
        close() {
          share.remove(door);
          arrivals.remove(door);
          return listener.close();
        },
      };
    },

    dial(host, port, timeout, observer, permits) {
      const { origin } = observer;
      const shared: DialObserver = {
        origin,
        onConnect(raw) {
          const socket = new SharedSocket(raw, share);
          return observed(
            socket,
            share.run(() => observer.onConnect(socket)),
          );
        },
        onFail: (error, detail, address) => share.run(() => observer.onFail(error, detail, address)),
        onGone: () => observer.onGone?.(),
      };
      return ports.net.dial(host, port, timeout, shared, permits);
    },
  };

  const clock: Clock = {
    now: () => ports.clock.now(),

    after(milliseconds, run): Cancelable {
      let canceled = false;
      const timer = ports.clock.after(milliseconds, () => share.runLater(() => canceled || run()));
      return {
        cancel() {
          canceled = true;
          timer.cancel();
        },
      };
    },

    // What is due again and again is left out meanwhile.
    every: (milliseconds, run) => ports.clock.every(milliseconds, () => share.isUsedUp || share.run(run)),
  };

  const processes: Processes = {
    spawn(command, observer) {
      const child = ports.processes.spawn(command, {
        origin: observer.origin,
        onData: (bytes) => {
          if (receive(bytes.length)) share.run(() => observer.onData(bytes));
          else child.kill();
        },
        onEnd: () => share.run(() => observer.onEnd()),
        onExit(code) {
          shared.forget();
          share.run(() => observer.onExit(code));
        },
        onDrain: () => share.run(() => observer.onDrain()),
      });
      const shared = new SharedProcess(child, share);
      return shared;
    },
  };

  const tls: Tls = {
    open: (options, observer) =>
      ports.tls.open(options, {
        onSecure: () => share.run(() => observer.onSecure()),
        onCiphertext: (data) => share.run(() => observer.onCiphertext(data)),
        onDrain: () => share.run(() => observer.onDrain()),
        onFinish: () => share.run(() => observer.onFinish()),
        onPlaintext: (data) => share.run(() => observer.onPlaintext(data)),
        onEnd: () => share.run(() => observer.onEnd()),
        onError: (error, detail) => share.run(() => observer.onError(error, detail)),
      }),
  };

  return { ...ports, net, clock, processes, tls };
}

/** A source of bytes that is paused for either of two reasons: whoever takes them asks for it, or the share is used up. */
abstract class SharedTap<T extends Socket | ChildProcess> implements Tap, Sharer {
  private asked = false;
  private held = false;

  constructor(
    protected readonly tap: T,
    private readonly share: Share,
  ) {
    share.add(this);
  }

  pause(): void {
    this.asked = true;
    this.tap.pause();
  }

  resume(): void {
    this.asked = false;
    if (!this.held) this.tap.resume();
  }

  hold(): void {
    this.held = true;
    this.tap.pause();
  }

  lift(): void {
    this.held = false;
    if (!this.asked) this.tap.resume();
  }

  get unsent(): number {
    return this.tap.unsent;
  }

  write(data: Data): void {
    this.tap.write(data);
  }

  end(): void {
    this.tap.end();
  }

  /** It is gone. */
  forget(): void {
    this.share.remove(this);
  }
}

class SharedSocket extends SharedTap<Socket> implements Socket {
  get remoteAddress(): string {
    return this.tap.remoteAddress;
  }

  get remotePort(): number {
    return this.tap.remotePort;
  }

  get localAddress(): string {
    return this.tap.localAddress;
  }

  get localPort(): number {
    return this.tap.localPort;
  }

  closeAfterSending(): void {
    this.tap.closeAfterSending();
  }

  resetAfterSending(): void {
    this.tap.resetAfterSending();
  }

  destroy(): void {
    this.forget();
    this.tap.destroy();
  }

  setTimeouts(timeouts: Parameters<Socket['setTimeouts']>[0]): void {
    this.tap.setTimeouts(timeouts);
  }
}

class SharedProcess extends SharedTap<ChildProcess> implements ChildProcess {
  kill(): void {
    this.tap.kill();
  }
}
