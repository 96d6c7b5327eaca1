/** Heads without a script world: for the tests of the stream column. */
import { Data } from '../bytes/data.js';
import type { Head, HeadModel } from '../events/head.js';

export class PlainHead implements Head {
  private readonly fields: Map<string, unknown>;

  constructor(fields: Readonly<Record<string, unknown>> = {}) {
    this.fields = new Map(Object.entries(fields));
  }

  get(name: string): unknown {
    return this.fields.get(name);
  }

  set(name: string, value: unknown): void {
    this.fields.set(name, value);
  }

  delete(name: string): boolean {
    return this.fields.delete(name);
  }

  each(visit: (name: string, value: unknown) => void): void {
    this.fields.forEach((value, name) => visit(name, value));
  }
}

export const plainHeads: HeadModel = {
  create: () => new PlainHead(),
  request: (protocol, method, path, headers) => new PlainHead({ protocol, method, path, headers }),
  response: (protocol, status, statusText, headers) => new PlainHead({ protocol, status, statusText, headers }),
  record: (fields) => new PlainHead(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))),
  list: (items) => [...items],
  data: (bytes) => bytes,
  asData: (value) => (value instanceof Data ? value.clone() : typeof value === 'string' ? Data.of(value) : null),
  asList: (value) => (Array.isArray(value) ? (value as unknown[]) : null),
  asHead: (value) => (value instanceof PlainHead ? value : null),
  text: (value) => {
    if (value === undefined || value === null || typeof value === 'object') return null;
    return typeof value === 'string' ? value : String(value);
  },
};
