/**
 * Every diagnostic: code → phase and wording. The only place where wording lives; `%1`, `%2` stand for
 * what the caller fills in. Codes are stable: a code's number is never used again.
 *
 * PJS1xx text that is not JavaScript or not readable · PJS2xx constructs outside the dialect · PJS3xx names ·
 * PJS4xx errors while a script runs · PJS5xx configurations and modules · PJS6xx limits · PJS9xx ours.
 */
import type { Phase, Severity } from './diagnostic.js';

export interface CodeRow {
  readonly phase: Phase;
  readonly message: string;
  readonly severity?: Severity;
  readonly hint?: string;
}

const table = {
  PJS101: { phase: 'parse', message: '%1' },
} satisfies Record<string, CodeRow>;

export type Code = keyof typeof table;

export const codes: Readonly<Record<Code, CodeRow>> = table;

/** The wording of a code with its holes filled. */
export function wording(code: Code, ...fill: string[]): string {
  return codes[code].message.replace(/%(\d)/g, (_, n: string) => fill[Number(n) - 1] ?? '');
}
