/**
 * What is done at the end of each round of the event loop.
 *
 * First everything that was written in it is sent, at once for each connection. Then large reads are handled: what comes in large pieces takes long, and dozens of
 * connections may bring such pieces at the same time. All at once they would keep those waiting who ask little: so a round has little time for them, and what is
 * left waits in line for the next ones.
 */

/** How long the large reads of a round may take, in milliseconds; the last one may take longer. */
const mostTime = 1;

export interface Sender {
  /** Hands to the system what was written. */
  flush(): void;
}

class Round {
  private senders: Sender[] = [];
  private readers: (() => void)[] = [];
  private used = 0;
  private scheduled = false;

  /** Has it send at the end of this round. */
  send(sender: Sender): void {
    this.senders.push(sender);
    this.schedule();
  }

  /** Does what is to be done with a large read, where there is time left and nobody waits; tells whether it did. */
  read(work: () => void): boolean {
    if (this.readers.length > 0 || this.used >= mostTime) return false;
    this.schedule();
    this.spend(work);
    return true;
  }

  /** Does it when its turn has come, never at once. */
  readLater(work: () => void): void {
    this.readers.push(work);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.end());
  }

  private end(): void {
    this.scheduled = false;
    const { senders } = this;
    this.senders = [];
    try {
      for (const sender of senders) sender.flush();
    } finally {
      this.readInLine();
    }
  }

  private readInLine(): void {
    const { readers } = this;
    this.used = 0;
    let done = 0;
    try {
      while (done < readers.length && this.used < mostTime) this.spend(readers[done++]);
    } finally {
      readers.splice(0, done);
      // The next round has less time where this one has used some.
      if (readers.length > 0 || this.used > 0) this.schedule();
    }
  }

  private spend(work: () => void): void {
    const begun = performance.now();
    try {
      work();
    } finally {
      this.used += performance.now() - begun;
    }
  }
}

/** Those of all connections of this thread. */
export const round = new Round();
