/**
 * What texts compiled to, shared by all who load the same ones: a program belongs to no tenant and holds no value of one.
 *
 * Whose text it was is not told: a tenant could at most find out, by the time that loading takes, that somebody had the very same.
 */
import type { Globals } from '../language/evaluate/plan.js';
import { compile, type Compiled } from '../language/evaluate/program.js';
import type { SourceFile } from '../language/source/source-file.js';
import type { Dialect, DialectChoice } from '../language/syntax/dialect.js';

/** Units of text that are kept. */
const mostText = 16 << 20;

interface Entry {
  readonly name: string;
  readonly dialect: DialectChoice;
  /** What the text's names were resolved against: its own, or those of the code base that it came with. */
  readonly globals: Globals;
  readonly compiled: Compiled;
}

/** By text, from the least to the most recently used. */
const entries = new Map<string, Entry[]>();
let kept = 0;

/** Compiles a module, or gives what the same text came to before. `globals` gives those of a dialect. */
export function compileShared(source: SourceFile, globals: (dialect: Dialect) => Globals, dialect: DialectChoice): Compiled {
  const known = entries.get(source.text) ?? [];
  const found = known.find((entry) => entry.name === source.name && entry.dialect === dialect && entry.globals === globals(entry.compiled.program!.dialect));
  if (found !== undefined) {
    touch(source.text, known);
    return found.compiled;
  }
  let resolved: Globals | null = null;
  const compiled = compile(source, (is) => (resolved = globals(is)), { dialect });
  if (compiled.program !== null) keep(source, { name: source.name, dialect, globals: resolved!, compiled });
  return compiled;
}

function touch(text: string, list: Entry[]): void {
  entries.delete(text);
  entries.set(text, list);
}

function keep({ text }: SourceFile, entry: Entry): void {
  const known = entries.get(text);
  if (known === undefined) kept += text.length;
  touch(text, [...(known ?? []).slice(-mostNames + 1), entry]);
  for (const oldest of entries.keys()) {
    if (kept <= mostText || oldest === text) break;
    entries.delete(oldest);
    kept -= oldest.length;
  }
}

/** Names that one text may have: a template may be many modules. */
const mostNames = 16;
