/** The supervisor of all groups: it starts what a configuration names, and stops what it names no more. */
import type { TextLog } from '../../net/log.js';
import type { HostConfiguration } from './configuration.js';
import { GroupHandle } from './group-handle.js';
import type { GroupStart, Report } from './protocol.js';

export class Supervisor {
  private groups = new Map<string, GroupHandle>();

  constructor(
    private readonly log: TextLog,
    private readonly start: GroupStart,
    private readonly drain: number,
  ) {}

  /** Begins with a configuration, or goes on with another one: what both name is loaded again. */
  apply({ groups }: HostConfiguration): void {
    const before = this.groups;
    this.groups = new Map();
    for (const [name, { setup, tenants }] of groups) {
      const known = before.get(name);
      const stays = known !== undefined && JSON.stringify(known.setup) === JSON.stringify(setup);
      const group = stays ? known : new GroupHandle(name, setup, this.start, this.log, (report) => this.hear(report));
      if (stays) before.delete(name);
      this.groups.set(name, group);
      group.keep(new Set(tenants.map((tenant) => tenant.name)), this.drain);
      for (const tenant of tenants) group.add(tenant);
    }
    for (const group of before.values()) void group.end(this.drain);
  }

  /** The log of accesses may have been moved away. */
  rotate(): void {
    for (const group of this.groups.values()) group.rotate();
  }

  /** Settles when all have ended. */
  async end(): Promise<void> {
    await Promise.all([...this.groups.values()].map((group) => group.end(this.drain)));
  }

  /** Ends all at once. */
  kill(): void {
    for (const group of this.groups.values()) group.kill();
  }

  private hear(report: Report): void {
    if (report.event === 'failed') this.log.write('error', `[host] tenant '${report.name}' does not run: it could not be started`);
    else if (report.event === 'stopped') this.log.write('warn', `[host] tenant '${report.name}' has stopped`);
    else if (report.event === 'serving') this.log.write('info', `[host] tenant '${report.name}' runs`);
  }
}
