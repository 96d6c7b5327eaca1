/** Colours, for terminals that have them. */
import { WriteStream } from 'node:tty';
import type { Paint } from '../host/inspect.js';
import type { FramePaint } from '../language/source/code-frame.js';

const valueLooks: Readonly<Record<Parameters<Paint>[0], number>> = { number: 33, boolean: 33, string: 32, nothing: 90, function: 36, note: 90 };
const reportLooks: Readonly<Record<Parameters<FramePaint>[0], number>> = { error: 31, warning: 33, note: 36, gutter: 90, help: 36 };

export const paintValue: Paint = (look, text) => painted(valueLooks[look], text);

export const paintReport: FramePaint = (look, text) => painted(reportLooks[look], text);

function painted(colour: number, text: string): string {
  return `\x1b[${colour}m${text}\x1b[0m`;
}

/** Whether what goes to standard output should have colours: at a terminal, unless the environment says otherwise. */
export function wantsColours(): boolean {
  const isAsked = process.stdout.isTTY || process.env['FORCE_COLOR'] !== undefined;
  // Node reads FORCE_COLOR, NO_COLOR and TERM.
  return isAsked && WriteStream.prototype.hasColors();
}
