/** Findings get the fixes that are known for them, and texts are mended by those. */
import type { Diagnostic, Edit, Fix } from '../language/source/diagnostic.js';
import type { SourceFile } from '../language/source/source-file.js';
import type { Dialect } from '../language/syntax/dialect.js';
import { applyEdits } from './edit.js';
import { fixers } from './fixes/index.js';
import { PlacedTree } from './placed.js';

/** The findings, with a fix where it is certain what was meant. */
export function withFixes(diagnostics: readonly Diagnostic[], dialect: Dialect): Diagnostic[] {
  const trees = new Map<SourceFile, PlacedTree | null>();
  return diagnostics.map((diagnostic) => {
    const { code, source, span } = diagnostic;
    const fixer = fixers[code];
    if (fixer === undefined) return diagnostic;
    if (!trees.has(source)) trees.set(source, PlacedTree.of(source.text));
    const tree = trees.get(source)!;
    if (tree === null) return diagnostic;
    const fix = fixer({ text: source.text, dialect, tree, here: tree.startingAt(span.start) });
    return fix === null ? diagnostic : { ...diagnostic, fix };
  });
}

export interface Mended {
  readonly text: string;
  /** Those whose fixes are in it; fixes that overlap others have to wait. */
  readonly fixed: readonly Diagnostic[];
}

/** A text with as many fixes of its findings as go together. */
export function mend(text: string, diagnostics: readonly Diagnostic[]): Mended {
  const fixed: Diagnostic[] = [];
  const edits: Edit[] = [];
  for (const diagnostic of diagnostics) {
    const { fix } = diagnostic;
    if (fix === undefined || fixed.some((other) => overlap(other.fix!, fix))) continue;
    fixed.push(diagnostic);
    edits.push(...fix.edits);
  }
  return { text: applyEdits(text, edits), fixed };
}

/** Whether two fixes lie over each other, or touch. */
function overlap(a: Fix, b: Fix): boolean {
  return a.edits.some((one) => b.edits.some((other) => one.start <= other.end && other.start <= one.end));
}
