/** Cases as data: what each consists of, and how its talk is taken apart. The folders of `cases/` say who talks to whom. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Case {
  readonly name: string;
  /** The document and the section that it is about. */
  readonly rfc: string;
  /**
   * `> FRAME` is sent, several in a row at once; then all that must come stands there as `< LINE`, or `silence`. Anything else is an
   * action of those who run it.
   */
  readonly talk: readonly string[];
  /** False: the preface and SETTINGS do not go ahead of what is sent. */
  readonly greets?: boolean;
  /** Kinds of lines that the transcript keeps: `SETTINGS`, `ACK`, `WINDOW`. */
  readonly kept?: readonly string[];
  /** What reaches an origin of HTTP/1 behind us; nothing, where it is not said. */
  readonly origin?: readonly string[];
}

export type Step =
  | { readonly kind: 'send'; readonly lines: readonly string[] }
  | { readonly kind: 'hear'; readonly lines: readonly string[] }
  | { readonly kind: 'act'; readonly what: string };

/** The cases of a folder, as jest wants them: what they are called, and what they are. */
export function casesIn(folder: string): [name: string, theCase: Case][] {
  const path = join(__dirname, 'cases', folder);
  return readdirSync(path).flatMap((file) =>
    (JSON.parse(readFileSync(join(path, file), 'utf8')) as Case[]).map((each): [string, Case] => [`${file.replace(/^\d+-|\.json$/g, '')}: ${each.name} (${each.rfc})`, each]),
  );
}

/** What is done, one after the other. */
export function stepsOf(talk: readonly string[]): Step[] {
  const steps: Step[] = [];
  for (const line of talk) {
    const last = steps.at(-1);
    const kind = line.startsWith('> ') ? 'send' : line.startsWith('< ') || line === 'silence' ? 'hear' : 'act';
    if (kind === 'act') steps.push({ kind, what: line });
    else if (last?.kind === kind) steps[steps.length - 1] = { kind, lines: [...last.lines, line.slice(2)] };
    else steps.push({ kind, lines: line === 'silence' ? [] : [line.slice(2)] });
  }
  return steps;
}
