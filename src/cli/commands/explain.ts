/** `pipyjs explain`: what a code such as PJS300 means. */
import { codes, type Code } from '../../language/source/codes.js';
import { explanations } from '../../language/source/explanations/index.js';
import type { Example } from '../../language/source/explanations/explanation.js';
import { suggest } from '../../language/source/suggest.js';
import { UsageError, type CommandDefinition } from '../command.js';
import { exitCodes } from '../exit-code.js';

export const explain: CommandDefinition = {
  name: 'explain',
  since: 'pipyjs',
  doc: 'tell what codes of findings and errors mean, with examples; without a code, list them all',
  usage: '[CODE...]',
  options: [],

  run(args, _, terminal) {
    const wanted = args.map(codeOf);
    const pages = wanted.length === 0 ? [list()] : wanted.map(explanationOf);
    terminal.out.write(`${pages.join('\n\n')}\n`);
    return exitCodes.fine;
  },
};

const all = Object.keys(codes).sort() as Code[];

function codeOf(text: string): Code {
  const code = text.toUpperCase();
  if (Object.hasOwn(codes, code)) return code as Code;
  const nearest = suggest(code, all);
  throw new UsageError(`there is no code '${text}'${nearest === null ? '; pipyjs explain lists them' : `; did you mean ${nearest}?`}`);
}

function list(): string {
  return all.map((code) => `${code}  ${headline(code)}`).join('\n');
}

/** The wording; what is filled in is left open. */
function headline(code: Code): string {
  return codes[code].message.replaceAll(/%\d/g, '…');
}

function explanationOf(code: Code): string {
  const explanation = explanations[code];
  const { hint, modernHint } = codes[code];
  const hints = [hint, modernHint].filter((text) => text !== undefined).map((text) => `help: ${text}`);
  const opening = [`${code}: ${headline(code)}`, '', explanation.means, ...hints];
  if ('noExample' in explanation) return [...opening, '', `There is no example: ${explanation.noExample}.`].join('\n');
  const { dialect = 'modern', wrong, right } = explanation;
  return [...opening, '', `Wrong (${dialect}):`, '', ...shown(wrong), '', 'Right:', '', ...shown(right)].join('\n');
}

function shown(example: Example): string[] {
  if (typeof example === 'string') return indented(example);
  return Object.entries(example).flatMap(([path, text]) => indented(`// ${path}\n${text}`));
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`);
}
