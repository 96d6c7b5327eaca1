/** How long a peer is borne with that keeps us busy and brings nothing forward. */
import { Budget } from './budget.js';
import { codes, Http2Fault } from './codes.js';
import { http2Limits } from './limits.js';

export class Patience {
  private readonly resets: Budget;
  private readonly idleFrames: Budget;

  constructor(
    private readonly role: 'server' | 'client',
    now: () => number,
  ) {
    this.resets = new Budget(http2Limits.resets, now);
    this.idleFrames = new Budget(http2Limits.idleFrames, now);
  }

  /** Something was brought forward, worth so many frames that were not. */
  earn(count: number): void {
    this.idleFrames.earn(count);
  }

  /** A frame that brings nothing forward. */
  spendIdle(): Http2Fault | null {
    return this.idleFrames.spend() ? null : new Http2Fault(codes.EnhanceYourCalm, 'too many frames that bring nothing forward');
  }

  /** A stream is given up. A client may give up what it has asked for, but not on and on. */
  spendReset(count = 1): Http2Fault | null {
    return this.role === 'client' || this.resets.spend(count) ? null : new Http2Fault(codes.EnhanceYourCalm, 'too many streams that are given up');
  }
}
