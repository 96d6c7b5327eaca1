/** Trees become programs for the matcher: one list of instructions. */
import { canonical, variants } from './regexp-case.js';
import type { Edge, Flags, GroupSpan, Node, Pattern } from './regexp-node.js';
import { contains, lineEnds } from './regexp-ranges.js';

/** Whether a code point belongs to a set. */
export type Test = (code: number) => boolean;

/** +1 reads onwards, -1 (inside a lookbehind) backwards. */
export type Direction = 1 | -1;

export type Instruction =
  /** The next code point is `code`, or with flag `i` stands for the same letter. */
  | { readonly op: 'char'; readonly code: number; readonly direction: Direction }
  | { readonly op: 'test'; readonly test: Test; readonly direction: Direction }
  /** As many of a set as there are, at least `min`, giving back one by one. */
  | { readonly op: 'run'; readonly test: Test; readonly direction: Direction; readonly min: number; readonly max: number }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly register: number }
  | { readonly op: 'edge'; readonly edge: Edge }
  | { readonly op: 'back'; readonly index: number; readonly direction: Direction }
  /** What follows up to `after` must match here, or must not. */
  | { readonly op: 'look'; readonly negated: boolean; after: number }
  /** Begins a loop: no round yet. */
  | { readonly op: 'zero'; readonly count: number }
  /** One more round, or on to `exit`. */
  | { readonly op: 'loop'; readonly count: number; readonly min: number; readonly max: number; readonly greedy: boolean; exit: number }
  /** Begins a round: its groups have matched nothing yet. */
  | { readonly op: 'round'; readonly count: number; readonly start: number; readonly groups: GroupSpan }
  /** Ends a round; one beyond `min` that read nothing fails. */
  | { readonly op: 'again'; readonly count: number; readonly start: number; readonly min: number; readonly head: number }
  | { readonly op: 'accept' };

/** A pattern ready to be matched. Belongs to no tenant. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly registers: number;
  readonly groupCount: number;
  readonly propertyCount: number;
  readonly names: Pattern['names'];
  readonly flags: Flags;
  /** Every match begins with this text of one code point; '' when that is not known. */
  readonly prefix: string;
}

export function compilePattern(pattern: Pattern, flags: Flags): Program {
  return new Compiler(pattern, flags).compile();
}

class Compiler {
  private readonly code: Instruction[] = [];
  private registers: number;

  constructor(
    private readonly pattern: Pattern,
    private readonly flags: Flags,
  ) {
    this.registers = 2 * (pattern.groupCount + 1);
  }

  compile(): Program {
    const { pattern, flags } = this;
    this.emit(pattern.root, 1);
    this.code.push({ op: 'accept' });
    return {
      instructions: this.code,
      registers: this.registers,
      groupCount: pattern.groupCount,
      propertyCount: pattern.propertyCount,
      names: pattern.names,
      flags,
      prefix: flags.ignoreCase ? '' : firstCharacter(pattern.root),
    };
  }

  private emit(node: Node, direction: Direction): void {
    const { code } = this;
    switch (node.kind) {
      case 'empty':
        break;
      case 'char':
        code.push({ op: 'char', code: this.fold(node.code), direction });
        break;
      case 'any':
      case 'class':
        code.push({ op: 'test', test: this.testOf(node), direction });
        break;
      case 'sequence':
        for (const item of direction === 1 ? node.items : [...node.items].reverse()) this.emit(item, direction);
        break;
      case 'choice':
        this.emitChoice(node.options, direction);
        break;
      case 'group':
        if (node.index > 0) code.push({ op: 'save', register: 2 * node.index + (direction === 1 ? 0 : 1) });
        this.emit(node.body, direction);
        if (node.index > 0) code.push({ op: 'save', register: 2 * node.index + (direction === 1 ? 1 : 0) });
        break;
      case 'repeat':
        this.emitRepeat(node, direction);
        break;
      case 'look': {
        const look = { op: 'look' as const, negated: node.negated, after: 0 };
        code.push(look);
        this.emit(node.body, node.behind ? -1 : 1);
        code.push({ op: 'accept' });
        look.after = code.length;
        break;
      }
      case 'back':
        code.push({ op: 'back', index: node.index, direction });
        break;
      case 'edge':
        code.push({ op: 'edge', edge: node.edge });
        break;
    }
  }

  private emitChoice(options: readonly Node[], direction: Direction): void {
    const jumps: { to: number }[] = [];
    options.forEach((option, index) => {
      if (index === options.length - 1) {
        this.emit(option, direction);
        return;
      }
      const split = { op: 'split' as const, first: this.code.length + 1, second: 0 };
      const jump = { op: 'jump' as const, to: 0 };
      this.code.push(split);
      this.emit(option, direction);
      this.code.push(jump);
      split.second = this.code.length;
      jumps.push(jump);
    });
    for (const jump of jumps) jump.to = this.code.length;
  }

  private emitRepeat(node: Extract<Node, { kind: 'repeat' }>, direction: Direction): void {
    const { body, min, max, greedy, groups } = node;
    if (max === 0) return;
    if (greedy && (body.kind === 'char' || body.kind === 'any' || body.kind === 'class')) {
      this.code.push({ op: 'run', test: this.testOf(body), direction, min, max });
      return;
    }
    const count = this.registers++;
    const start = this.registers++;
    this.code.push({ op: 'zero', count });
    const head = this.code.length;
    const loop = { op: 'loop' as const, count, min, max, greedy, exit: 0 };
    this.code.push(loop, { op: 'round', count, start, groups });
    this.emit(body, direction);
    this.code.push({ op: 'again', count, start, min, head });
    loop.exit = this.code.length;
  }

  private testOf(node: Extract<Node, { kind: 'char' | 'any' | 'class' }>): Test {
    const { ignoreCase, unicode, dotAll } = this.flags;
    switch (node.kind) {
      case 'char': {
        const wanted = this.fold(node.code);
        return ignoreCase ? (code) => canonical(code, unicode) === wanted : (code) => code === wanted;
      }
      case 'any':
        return dotAll ? () => true : (code) => !contains(lineEnds, code);
      case 'class': {
        const { ranges, negated } = node;
        if (!ignoreCase) return (code) => contains(ranges, code) !== negated;
        return (code) => variants(code, unicode).some((variant) => contains(ranges, variant)) !== negated;
      }
    }
  }

  private fold(code: number): number {
    return this.flags.ignoreCase ? canonical(code, this.flags.unicode) : code;
  }
}

/** The character that every match of a tree begins with, or ''. */
function firstCharacter(node: Node): string {
  switch (node.kind) {
    case 'char':
      return String.fromCodePoint(node.code);
    case 'sequence':
      return firstCharacter(node.items[0]);
    case 'group':
      return firstCharacter(node.body);
    case 'repeat':
      return node.min > 0 ? firstCharacter(node.body) : '';
    default:
      return '';
  }
}
