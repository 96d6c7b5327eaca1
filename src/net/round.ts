/**
 * What is done at the end of each round of the event loop.
 *
 * First what was written in it is sent, at once for each connection. Then comes what is large: to read or to send much takes long, and dozens of connections may
 * have much at the same time. All at once they would keep those waiting who ask little: so a round has little time for them, and what is left waits in line for
 * the next ones.
 */

/** What is so much or more has to stand in line, in bytes. */
export const large = 16 * 1024;

/** How long what is large may take in a round, in milliseconds: alone, and where there is little to do for others, whose requests take several rounds. The last may take longer. */
const mostAlone = 1;
const mostBeside = 0.25;

export interface Sender {
  /** Hands to the system what was written; what is large stands in line for that. */
  flush(): void;
}

class Round {
  private senders: Sender[] = [];
  private readonly line: (() => void)[] = [];
  private used = 0;
  private others = false;
  private scheduled = false;

  /** Has it send at the end of this round. */
  send(sender: Sender): void {
    this.senders.push(sender);
    this.schedule();
  }

  /** Something small is being done. */
  noteSmall(): void {
    this.others = true;
  }

  /** Does what is large at once, where there is time left and nobody waits; tells whether it did. */
  doNow(work: () => void): boolean {
    if (this.line.length > 0 || this.used >= this.most) return false;
    this.schedule();
    this.spend(work);
    return true;
  }

  /** Does it when its turn has come, never at once. */
  doInTurn(work: () => void): void {
    this.line.push(work);
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
      this.serveLine();
    }
  }

  private serveLine(): void {
    const { line, most } = this;
    this.used = 0;
    let done = 0;
    try {
      while (done < line.length && this.used < most) this.spend(line[done++]);
    } finally {
      this.others = false;
      line.splice(0, done);
      // The next round has less time where this one has used some.
      if (line.length > 0 || this.used > 0) this.schedule();
    }
  }

  private get most(): number {
    return this.others ? mostBeside : mostAlone;
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
