/** Pools of resources that are made when none is free, and given again once they have been freed. */

interface Lease<P, T> {
  readonly pool: P;
  /** Undefined where it was allocated for nobody in particular. */
  readonly tenant: T | undefined;
}

/** What was freed, the first of it taken again. */
interface Queue<R> {
  readonly items: R[];
  taken: number;
}

export class ResourcePool<P, T, R> {
  /** By pool, in the order in which they were freed. */
  private readonly idle = new Map<P, Queue<R>>();
  private readonly leases = new Map<R, Lease<P, T>>();
  private readonly tenants = new Map<T, Map<P, R>>();

  constructor(private readonly make: (pool: P, tenant: T | undefined) => R) {}

  /** A free resource of the pool, or a new one. A tenant keeps getting the one that it has. */
  allocate(pool: P, tenant?: T): R {
    const own = tenant === undefined ? undefined : this.tenants.get(tenant);
    if (own?.has(pool)) return own.get(pool)!;
    const resource = this.takeIdle(pool, () => this.make(pool, tenant));
    this.leases.set(resource, { pool, tenant });
    if (tenant !== undefined) {
      let held = this.tenants.get(tenant);
      if (held === undefined) this.tenants.set(tenant, (held = new Map()));
      held.set(pool, resource);
    }
    return resource;
  }

  /** Gives a resource back; what is not allocated is nobody's to free. */
  free(resource: R): void {
    const lease = this.leases.get(resource);
    if (lease === undefined) return;
    const { pool, tenant } = lease;
    this.leases.delete(resource);
    const held = tenant === undefined ? undefined : this.tenants.get(tenant);
    // An allocator that allocates may have given the tenant another one since.
    if (held?.get(pool) === resource) {
      held.delete(pool);
      if (held.size === 0) this.tenants.delete(tenant!);
    }
    let idle = this.idle.get(pool);
    if (idle === undefined) this.idle.set(pool, (idle = { items: [], taken: 0 }));
    idle.items.push(resource);
  }

  /** How many resources a tenant has. */
  countOf(tenant: T): number {
    return this.tenants.get(tenant)?.size ?? 0;
  }

  /** Gives back all that a tenant has. */
  freeTenant(tenant: T): void {
    const held = this.tenants.get(tenant);
    if (held === undefined) return;
    this.tenants.delete(tenant);
    for (const resource of held.values()) this.free(resource);
  }

  private takeIdle(pool: P, otherwise: () => R): R {
    const idle = this.idle.get(pool);
    if (idle === undefined) return otherwise();
    const resource = idle.items[idle.taken++];
    if (idle.taken === idle.items.length) {
      this.idle.delete(pool);
    } else if (idle.taken * 2 > idle.items.length) {
      idle.items.splice(0, idle.taken);
      idle.taken = 0;
    }
    return resource;
  }
}
