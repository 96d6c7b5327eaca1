/**
 * A message head, as codecs see it.
 *
 * Codecs read and write heads only through these two small interfaces, so that a decoded head can
 * *be* the object that the script sees: nothing is made twice. `plainHeads` serves the tests of the
 * stream column; the bridge gives an implementation on script objects.
 */
import type { Data } from '../bytes/data.js';

export interface Head {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  delete(name: string): boolean;
  /** Visits the own enumerable fields in their order. */
  each(visit: (name: string, value: unknown) => void): void;
}

/** How heads and the values in them are made and read. One per script world. */
export interface HeadModel {
  /** An empty head that grows by data: header tables and the like. */
  create(): Head;
  /** `{protocol, method, path, headers}` in that order. */
  request(protocol: string, method: string, path: string, headers: Head): Head;
  /** `{protocol, status, statusText, headers}` in that order. */
  response(protocol: string, status: number, statusText: string, headers: Head): Head;
  /** An object of these fields, whose names our own source writes; those that are undefined are left out. */
  record(fields: Readonly<Record<string, unknown>>): Head;
  /** A list value, for fields that occur more than once. */
  list(items: readonly unknown[]): unknown;
  /** Bytes as a value. */
  data(bytes: Data): unknown;
  /** The bytes when `value` is such, or a text in UTF-8, else null. They may be kept. */
  asData(value: unknown): Data | null;
  /** The items when `value` is a list, else null. */
  asList(value: unknown): readonly unknown[] | null;
  /** `value` itself when it can be read as a head, else null. */
  asHead(value: unknown): Head | null;
  /** The text of a field's value (String(value) in the script's sense), or null for undefined and null. */
  text(value: unknown): string | null;
}
