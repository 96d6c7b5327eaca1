/** Edits put into the text that they are of. */
import MagicString from 'magic-string';
import type { Edit } from '../language/source/diagnostic.js';

/** The text with all of its edits, which do not overlap; what is put in at one place is in the order of the list. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const changed = new MagicString(text);
  // What is put in stays only where the stretch that it is put at is not replaced later.
  for (const { start, end, text: replacement } of edits) {
    if (end > start) changed.update(start, end, replacement);
  }
  for (const { start, end, text: addition } of edits) if (end === start) changed.appendLeft(start, addition);
  return changed.toString();
}
