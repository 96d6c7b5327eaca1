/** Colours, for terminals that have them. */
import type { Paint } from '../../host/inspect.js';

const looks: Readonly<Record<Parameters<Paint>[0], number>> = { number: 33, boolean: 33, string: 32, nothing: 90, function: 36, note: 90 };

export const paintValue: Paint = (look, text) => `\x1b[${looks[look]}m${text}\x1b[0m`;

/** The lines of an error; the first, which says what it is, stands out. */
export function paintError([first, ...others]: readonly string[], colours: boolean): string {
  return [colours ? `\x1b[31m${first}\x1b[0m` : first, ...others].join('\n');
}
