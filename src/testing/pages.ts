/** The code that stands in pages of prose: for tests that hold the pages to their word. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '../..');

export interface Block {
  readonly page: string;
  /** The 1-based line of the page that the block's text begins at. */
  readonly line: number;
  readonly text: string;
}

/** The code blocks of a page, by the word behind their fence. */
export function blocksOf(page: string, language: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; line: number; lines: string[] } | null = null;
  readFileSync(join(root, page), 'utf8')
    .split('\n')
    .forEach((line, index) => {
      if (!line.startsWith('```')) open?.lines.push(line);
      else if (open === null) open = { language: line.slice(3).trim(), line: index + 2, lines: [] };
      else {
        if (open.language === language) blocks.push({ page, line: open.line, text: open.lines.join('\n') });
        open = null;
      }
    });
  return blocks;
}
