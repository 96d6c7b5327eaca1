/** What the supervisor and a group tell each other. */
import type { LogThreshold } from '../../net/log.js';
import type { ObservingFlags } from '../serving/observing.js';
import type { TenantSetup } from './configuration.js';

/** What a group starts with. */
export interface GroupStart {
  readonly logLevel: LogThreshold;
  readonly observing: ObservingFlags;
}

export type Order =
  /** One that runs already loads its code again; the old code serves on when that fails. */
  | { readonly op: 'start'; readonly tenant: TenantSetup }
  | { readonly op: 'stop'; readonly name: string; readonly drain: number }
  /** All stop, and the group ends. */
  | { readonly op: 'end'; readonly drain: number }
  /** The log of accesses may have been moved away. */
  | { readonly op: 'rotate' }
  | { readonly op: 'ping' };

export type Report =
  | { readonly event: 'serving' | 'failed' | 'stopped'; readonly name: string }
  | { readonly event: 'pong' }
  /** It may be let go. */
  | { readonly event: 'ended' };
