/** Replacement templates: `$$`, `$&`, `` $` ``, `$'`, `$1`, `$<name>` (ECMA-262 GetSubstitution). */
import { toText } from '../evaluate/convert.js';
import { getMember } from '../evaluate/member.js';
import type { Value } from '../evaluate/value.js';
import { payLonger, payReading } from './cost.js';

/** A match, by UTF-16 units of the text. */
export interface Match {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What the groups matched, from the first on. */
  readonly groups: readonly (string | undefined)[];
  /** The object of named groups, where the pattern has some. */
  readonly named: Value;
}

/** What a match is replaced by. */
export function expandTemplate(template: string, match: Match): string {
  // Beyond it no name is closed; a template without one is read once.
  const lastClose = template.lastIndexOf('>');
  payReading(template.length);
  let result = '';
  let at = 0;
  for (let dollar = template.indexOf('$'); dollar >= 0; dollar = template.indexOf('$', at)) {
    const reference = readReference(template, dollar, lastClose, match);
    const before = template.slice(at, dollar);
    const text = reference === null ? '$' : reference.text;
    payLonger(result.length, before.length + text.length);
    result += before + text;
    at = reference === null ? dollar + 1 : reference.end;
  }
  payLonger(result.length, template.length - at);
  return result + template.slice(at);
}

/** What the reference at `dollar` stands for, and where it ends; null when the dollar means itself. */
function readReference(template: string, dollar: number, lastClose: number, match: Match): { text: string; end: number } | null {
  const { text, start, end } = match;
  switch (template[dollar + 1]) {
    case '$':
      return { text: '$', end: dollar + 2 };
    case '&':
      return { text: text.slice(start, end), end: dollar + 2 };
    case '`':
      return { text: text.slice(0, start), end: dollar + 2 };
    case "'":
      return { text: text.slice(end), end: dollar + 2 };
    case '<':
      return dollar < lastClose ? readNamed(template, dollar, match) : null;
    default:
      return readNumbered(template, dollar, match);
  }
}

function readNumbered(template: string, dollar: number, { groups }: Match): { text: string; end: number } | null {
  const first = digit(template, dollar + 1);
  const second = digit(template, dollar + 2);
  if (first < 0) return null;
  const both = first * 10 + second;
  if (second >= 0 && both >= 1 && both <= groups.length) return { text: groups[both - 1] ?? '', end: dollar + 3 };
  if (first >= 1 && first <= groups.length) return { text: groups[first - 1] ?? '', end: dollar + 2 };
  return null;
}

function readNamed(template: string, dollar: number, { named }: Match): { text: string; end: number } | null {
  if (named === undefined) return null;
  const close = template.indexOf('>', dollar);
  const value = getMember(named, template.slice(dollar + 2, close));
  return { text: value === undefined ? '' : toText(value), end: close + 1 };
}

function digit(text: string, index: number): number {
  const code = text.charCodeAt(index) - 48;
  return code >= 0 && code <= 9 ? code : -1;
}
