/** The lines `//# key value` of case files: what cases are about, and the world they are asked in. */
import type { Fail } from './case.js';
import type { Limits } from './protocol.js';

export interface Metadata {
  readonly title: string;
  readonly spec: string;
  readonly since: string;
  readonly dialect: string;
  readonly context: string | undefined;
  readonly limits: Limits | undefined;
  readonly canary: boolean;
  /** A text that cannot stand in a file as it is, such as one with blanks at its ends. */
  readonly source: string | undefined;
  /** `no`: the bytes of a stream are not cut otherwise. */
  readonly cut: string;
  /** `exact`: flushes of a stream count. */
  readonly flush: string;
  readonly class: string;
  readonly why: string;
}

export const noMetadata: Metadata = {
  title: '',
  spec: '',
  since: '',
  dialect: 'classic',
  context: undefined,
  limits: undefined,
  canary: false,
  source: undefined,
  cut: '',
  flush: '',
  class: '',
  why: '',
};

const allowed: Readonly<Partial<Record<keyof Metadata, readonly string[]>>> = {
  since: ['0.22', '1.5', 'pipyjs'],
  dialect: ['classic', 'modern'],
  canary: ['yes'],
  cut: ['no'],
  flush: ['exact'],
  class: ['agree', 'deliberate', 'defect', 'unsupported'],
};

/** The line `//# key value`; null where it is none. */
export function readKeyLine(line: string): { readonly key: string; readonly value: string } | null {
  const match = /^\/\/#\s*(\S*)\s*(.*?)\s*$/.exec(line);
  return match === null ? null : { key: match[1], value: match[2] };
}

/** What was said before, with one thing more. */
export function withKey(before: Metadata, key: string, value: string, fail: Fail): Metadata {
  if (!Object.hasOwn(noMetadata, key)) fail(`unknown key ${key}`);
  const values = allowed[key as keyof Metadata];
  if (values !== undefined && !values.includes(value)) fail(`${key} takes ${values.join(' or ')}`);
  switch (key) {
    case 'limits':
      return { ...before, limits: readLimits(value, fail) };
    case 'canary':
      return { ...before, canary: true };
    case 'source':
      return { ...before, source: readText(value, fail) };
    default:
      return { ...before, [key]: value };
  }
}

/** Where nothing else is said, what a dialect has came with the Pipy that brought the dialect. */
export function sinceOf({ since, dialect }: Metadata): string {
  return since !== '' ? since : dialect === 'modern' ? '1.5' : '0.22';
}

/** A title as a part of an id. */
export function slug(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** `fuel=1000 memory=1048576 depth=50 time=100`. */
function readLimits(text: string, fail: Fail): Limits {
  const limits: Record<string, number> = {};
  for (const part of text.split(/\s+/)) {
    const [, name = '', value = ''] = /^(fuel|memory|depth|time)=(\d+)$/.exec(part) ?? fail(`not a limit: ${part}`);
    limits[name] = Number(value);
  }
  return limits;
}

function readText(value: string, fail: Fail): string {
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === 'string' ? text : fail('source takes a text as JSON writes it');
  } catch {
    return fail('source takes a text as JSON writes it');
  }
}
