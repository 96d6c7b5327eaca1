/**
 * The start-up graph: the pipelines of a module as the original draws them.
 *
 * Ports and tasks come first, then the named pipelines that nothing leads to, each in alphabetical order.
 * Where the last filters of sub-pipelines lead out, arrows join to a rail that runs down to the next filter, or
 * back to where the stream came from.
 */
import type { FilterEntry, PipelineLayout } from '../stream/runtime/layout.js';
import type { Configuration } from './configuration.js';
import type { Module } from './module.js';

/** The lines of the log that show a module. */
export function drawModule(module: Module): string[] {
  const title = `Module ${module.path}`;
  const lines = ['', title, '='.repeat(title.length), '', ...drawPipelines(module.configuration!).map((line) => ` ${line}`)];
  return lines.map((line) => (line === '' ? '[config]' : `[config] ${line}`));
}

/** All graphs of a module, each followed by an empty line. */
export function drawPipelines(configuration: Configuration): string[] {
  return rootsOf(configuration).flatMap((layout) => [...new Drawing(layout).lines, '']);
}

function rootsOf({ listens, tasks, pipelines }: Configuration): PipelineLayout[] {
  const named = [...pipelines.values()];
  const all = [...listens, ...tasks].map(({ layout }) => layout);
  const reached = new Set([...all, ...named].flatMap(({ filters }) => filters.flatMap(({ references }) => references.map(({ layout }) => layout))));
  const byTitle = (a: PipelineLayout, b: PipelineLayout): number => (a.title < b.title ? -1 : 1);
  return [...all.sort(byTitle), ...named.filter((layout) => !reached.has(layout)).sort(byTitle)];
}

class Drawing {
  readonly lines: string[] = [];

  constructor(layout: PipelineLayout) {
    this.lines.push(`[${layout.title}]`, '----->|', '      |');
    const exits = this.pipeline(layout, '    ', true);
    if (layout.filters.at(-1)?.references.length) {
      const rail = this.joinToRail(exits);
      if (rail > 0) this.lines.push(`<${'-'.repeat(rail - 1)}|`);
    } else {
      this.lines.push('      |', '<-----|');
    }
  }

  /** Draws the filters of a pipeline; gives the lines from which the stream leads out. */
  private pipeline({ filters }: PipelineLayout, indent: string, isTop: boolean): number[] {
    let exits: number[] = [];
    filters.forEach((filter, index) => {
      const isLast = index === filters.length - 1;
      this.lines.push(`${indent} ${filter.plan.label ?? filter.definition.name}`);
      if (filter.references.length > 0) exits = this.branches(filter, indent, isLast);
      else if (isLast && !isTop) exits = [this.lines.length - 1];
    });
    return exits;
  }

  private branches({ references, definition }: FilterEntry, indent: string, isLast: boolean): number[] {
    const discarded = definition.branches === 'discarded';
    const exits: number[] = [];
    references.forEach(({ name, layout }, index) => {
      this.lines.push(`${indent}  |`, `${indent}  |--> [${name === '' ? 'empty' : name}]`);
      const inner = index < references.length - 1 || discarded ? `${indent}  |    ` : `${indent}       `;
      if (layout === null || layout.filters.length === 0) exits.push(this.lines.length - 1);
      else exits.push(...this.pipeline(layout, inner, discarded));
    });
    if (discarded) {
      this.lines.push(`${indent}  |`);
      return [];
    }
    if (isLast) return exits;
    const rail = this.joinToRail(exits);
    if (rail > 0) {
      const start = indent.length + 3;
      this.lines.push(`${' '.repeat(rail)}v`, `${indent}  |<${'-'.repeat(rail - start)}`, `${indent}  |`, `${indent}  v`);
    }
    return [];
  }

  /** Draws arrows from `exits` to a rail on the right and the rail down to here; gives its column, 0 when nothing leads out. */
  private joinToRail(exits: readonly number[]): number {
    const [first] = exits;
    if (first === undefined) return 0;
    let widest = 0;
    for (let at = first; at < this.lines.length; at++) widest = Math.max(widest, this.lines[at].length);
    const rail = widest + 4;
    for (let at = first; at < this.lines.length; at++) {
      const line = this.lines[at];
      const dashes = rail - line.length - 2;
      this.lines[at] = exits.includes(at) ? `${line} ${'-'.repeat(dashes)}>|` : `${line.padEnd(rail)}|`;
    }
    this.lines.push(`${' '.repeat(rail)}|`);
    return rail;
  }
}
