/** A code base without what can be mended in it. */
import { checkCodebase } from '../../host/check.js';
import type { Codebase } from '../../host/codebase.js';
import type { Fault } from '../../host/fault.js';
import type { LanguageChoice } from '../../host/language-choice.js';
import type { Policy } from '../../host/policy/policy.js';
import type { Diagnostic } from '../../language/source/diagnostic.js';
import { mend, withFixes } from '../../rewrite/fix.js';

/** Mending one thing brings others to light: what lay within it, and what comes after the first thousand. */
const mostRounds = 500;

export interface MendedCodebase {
  /** Other texts for files, by their paths in the code base. */
  readonly texts: ReadonlyMap<string, string>;
  readonly fixed: readonly Diagnostic[];
  /** What is wrong afterwards. */
  readonly faults: readonly Fault[];
}

/** What is wrong with a code base, each finding with the fix that is known for it. */
export function checkWithFixes(codebase: Codebase, main: string, language: LanguageChoice, policy: Policy | null): Fault[] {
  // A text that has findings of the dialect is none of the classic one, unless that was asked for.
  const dialect = language.dialect === 'classic' ? 'classic' : 'modern';
  const faults = checkCodebase(codebase, main, language, policy);
  const diagnostics = faults.filter((fault): fault is Diagnostic => !(fault instanceof Error));
  const fixes = withFixes(diagnostics, dialect).values();
  return faults.map((fault) => (fault instanceof Error ? fault : fixes.next().value!));
}

/** Mends the main script and the modules that it uses; nothing is written. */
export function mendCodebase(codebase: Codebase, main: string, language: LanguageChoice, policy: Policy | null): MendedCodebase {
  const texts = new Map<string, string>();
  const fixed: Diagnostic[] = [];
  const overlay: Codebase = {
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? codebase.read(path) : Buffer.from(text);
    },
  };
  for (let round = 0; ; round++) {
    const faults = checkWithFixes(overlay, main, language, policy);
    const mendable = faults.filter((fault): fault is Diagnostic => !(fault instanceof Error) && fault.fix !== undefined);
    if (mendable.length === 0 || round === mostRounds) return { texts, fixed, faults };
    for (const source of new Set(mendable.map((fault) => fault.source))) {
      const mended = mend(source.text, mendable.filter((fault) => fault.source === source));
      texts.set(source.name, mended.text);
      fixed.push(...mended.fixed);
    }
  }
}
