/** Examples of the reference: cases of the conformance suite whose title begins with the name of what they show, and says the rest. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pages.js';

export interface Example {
  readonly title: string;
  /** How pages mark it, and tests ask it: rows of a table, a program with files, or a pipeline with events. */
  readonly language: 'pipyjs' | 'program' | 'stream';
  readonly modern: boolean;
  readonly text: string;
}

/** The cases of a folder of the suite, in the order of its files; those of one section of a table are one. */
export function examplesIn(folder: string): Example[] {
  const place = join(root, 'conformance', folder);
  return readdirSync(place)
    .sort()
    .flatMap((file) => {
      const kind = /\.(table|program|stream)\.pjs$/.exec(file)?.[1];
      const parts = readFileSync(join(place, file), 'utf8').split(kind === 'table' ? /^(?=\/\/# title)/m : /^\/\/---.*\n/m);
      return (kind === 'table' ? parts : parts.slice(1)).map((part) => exampleOf(part, kind === 'table' ? 'pipyjs' : (kind as 'program' | 'stream')));
    });
}

function exampleOf(part: string, language: Example['language']): Example {
  const lines = part.trimEnd().split('\n');
  const text = lines.filter((line) => !/^\/\/# (?!dialect)/.test(line)).join('\n').trim();
  return {
    title: /^\/\/# title\s+(.*)$/m.exec(part)?.[1] ?? '',
    language,
    modern: lines.some((line) => /^\/\/# dialect\s+modern$/.test(line)),
    text: language === 'stream' ? text.replace(/^\/\/</m, '\n//<') : text,
  };
}

/** An example as Markdown, in the section of what it is an example of. */
export function exampleText(name: string, { title, language, text }: Example): string[] {
  return [`${title.slice(name.length + 1).replace(/^./, (first) => first.toUpperCase())}:`, '', `\`\`\`${language}`, text, '```'];
}
