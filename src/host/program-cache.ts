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
  readonly dialect: DialectChoice;
  /** What the text's names were resolved against: its own, or those of the code base that it came with. */
  readonly globals: Globals;
  readonly compiled: Compiled;
}

/** By `keyOf`, from the least to the most recently used. */
const entries = new Map<string, Entry[]>();
let kept = 0;

/** At most so many entries have one key: more texts that are so much alike are compiled anew. */
const mostAlike = 16;

/** Tells most texts apart without reading them whole, which takes longer than comparing two. */
function keyOf({ name, text }: SourceFile): string {
  return `${name} ${text.length} ${text.slice(0, 32)}${text.slice(-32)}`;
}

/** Compiles a module, or gives what the same text came to before. `globals` gives those of a dialect. */
export function compileShared(source: SourceFile, globals: (dialect: Dialect) => Globals, dialect: DialectChoice): Compiled {
  const key = keyOf(source);
  const known = entries.get(key);
  if (known !== undefined) {
    for (const entry of known) {
      const program = entry.compiled.program!;
      if (program.source.text !== source.text || program.source.name !== source.name || entry.dialect !== dialect || entry.globals !== globals(program.dialect)) continue;
      touch(key, known);
      return entry.compiled;
    }
  }
  let resolved: Globals | null = null;
  const compiled = compile(source, (is) => (resolved = globals(is)), { dialect });
  if (compiled.program !== null) keep(key, known ?? [], { dialect, globals: resolved!, compiled });
  return compiled;
}

function touch(key: string, list: Entry[]): void {
  entries.delete(key);
  entries.set(key, list);
}

function keep(key: string, known: readonly Entry[], entry: Entry): void {
  for (const gone of known.slice(0, -mostAlike + 1)) kept -= sizeOf(gone);
  kept += sizeOf(entry);
  touch(key, [...known.slice(-mostAlike + 1), entry]);
  for (const [oldest, list] of entries) {
    if (kept <= mostText || oldest === key) break;
    entries.delete(oldest);
    for (const gone of list) kept -= sizeOf(gone);
  }
}

function sizeOf({ compiled }: Entry): number {
  return compiled.program!.source.text.length;
}
