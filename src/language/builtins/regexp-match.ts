/**
 * The matcher: runs a pattern's program over a text, backtracking on a stack of its own.
 *
 * Places are UTF-16 units here; `regexp.ts` turns them into code points. Steps are paid for in slices,
 * and one search may take so many in proportion to the text: a pattern that explodes is a limit error.
 */
import { currentAccount } from '../evaluate/activation.js';
import { ASTRAL, allocate, charge, tank } from '../evaluate/meter.js';
import { LimitError } from '../evaluate/script-error.js';
import { nextUnit, unitIndexOf } from '../evaluate/text.js';
import { canonical } from './regexp-case.js';
import type { Edge } from './regexp-node.js';
import type { Direction, Program } from './regexp-program.js';
import { contains, foldedWordCharacters, isWordCharacter } from './regexp-ranges.js';

/** Where the match and its groups begin and end, by twos; -1 for a group that matched nothing. */
export type Places = readonly number[];

/** The first match at or after `from`, or exactly there where the pattern is sticky; null without one. */
export function findMatch(program: Program, text: string, from: number, sticky: boolean): Places | null {
  charge(searchCost + (program.registers >> 3));
  const matcher = new Matcher(program, text);
  const { prefix } = program;
  for (let at = from; at <= text.length; ) {
    if (prefix !== '' && !sticky) {
      const found = unitIndexOf(text, prefix, at);
      // The host looks for it fast, and whoever matches has paid for reading the text: only what was passed over is paid for here.
      charge(((found < 0 ? text.length : found) - at) >> 8);
      if (found < 0) return matcher.finish(null);
      at = found;
    }
    const places = matcher.matchAt(at);
    if (places !== null || sticky || at === text.length) return matcher.finish(places);
    at = nextUnit(text, at);
  }
  return matcher.finish(null);
}

/** What beginning a search costs, and giving a match. */
const searchCost = 4;

/** Steps between two payments, and how many of them one unit of fuel buys. */
const slice = 1024;
const stepsPerFuel = 8;

/** What one search may take, where fuel is limited: so many steps, and more for a longer text. */
const fixedSteps = 1_000_000;
const stepsPerUnit = 16;

/** Kinds of entries of the stack; a register's number is an entry that restores it. */
const choice = -1;
const run = -2;

class Matcher {
  private readonly registers: number[];
  /** Entries of four numbers: kind or register; instruction or old value; place; last place of a run. */
  private readonly stack: number[] = [];
  private steps = slice;
  private slices = 0;
  private paidStack = 1024;
  private readonly mostSlices: number;
  private readonly astral = tank[ASTRAL] === 1;

  constructor(
    private readonly program: Program,
    private readonly text: string,
  ) {
    this.registers = new Array<number>(program.registers).fill(-1);
    const limited = currentAccount().limits.fuel !== Infinity;
    this.mostSlices = limited ? (fixedSteps + stepsPerUnit * text.length) / slice : Infinity;
  }

  matchAt(at: number): Places | null {
    this.registers.fill(-1);
    this.steps -= this.registers.length >> 4;
    this.stack.length = 0;
    this.registers[0] = at;
    const end = this.runFrom(0, at);
    if (end < 0) return null;
    this.registers[1] = end;
    return this.registers.slice(0, 2 * (this.program.groupCount + 1));
  }

  /** The end of a search that found `places`: pays for the steps since the last payment. */
  finish(places: Places | null): Places | null {
    charge(Math.floor((slice - this.steps) / stepsPerFuel));
    return places;
  }

  /** Runs from an instruction to the next `accept`; gives the place reached, or -1 with all undone. */
  private runFrom(start: number, place: number): number {
    const { instructions } = this.program;
    const { registers, stack, text } = this;
    const base = stack.length;
    let pc = start;
    let at = place;
    for (;;) {
      if (--this.steps < 0) this.pay();
      const instruction = instructions[pc];
      let ok = true;
      switch (instruction.op) {
        case 'char': {
          const code = this.read(at, instruction.direction);
          ok = code === instruction.code || (this.program.flags.ignoreCase && code >= 0 && canonical(code, this.program.flags.unicode) === instruction.code);
          if (ok) at = this.move(at, code, instruction.direction);
          break;
        }
        case 'test': {
          const code = this.read(at, instruction.direction);
          ok = code >= 0 && instruction.test(code);
          if (ok) at = this.move(at, code, instruction.direction);
          break;
        }
        case 'run': {
          const { test, direction, min, max } = instruction;
          let least = min === 0 ? at : -1;
          let count = 0;
          for (; count < max; count++) {
            const code = this.read(at, direction);
            if (code < 0 || !test(code)) break;
            at = this.move(at, code, direction);
            if (count + 1 === min) least = at;
            if (--this.steps < 0) this.pay();
          }
          ok = count >= min;
          if (ok && at !== least) stack.push(run, pc, at, least);
          break;
        }
        case 'split':
          stack.push(choice, instruction.second, at, 0);
          pc = instruction.first;
          continue;
        case 'jump':
          pc = instruction.to;
          continue;
        case 'save':
          this.set(instruction.register, at);
          break;
        case 'edge':
          ok = this.isEdge(instruction.edge, at);
          break;
        case 'back': {
          const next = this.matchBack(instruction.index, at, instruction.direction);
          ok = next >= 0;
          if (ok) at = next;
          break;
        }
        case 'look': {
          const height = stack.length;
          const found = this.runFrom(pc + 1, at) >= 0;
          if (found && instruction.negated) this.undo(height);
          else if (found) this.commit(height);
          ok = found !== instruction.negated;
          if (ok) {
            pc = instruction.after;
            continue;
          }
          break;
        }
        case 'zero':
          this.set(instruction.count, 0);
          break;
        case 'loop': {
          const rounds = registers[instruction.count];
          if (rounds < instruction.min) break;
          if (rounds >= instruction.max) {
            pc = instruction.exit;
            continue;
          }
          if (instruction.greedy) {
            stack.push(choice, instruction.exit, at, 0);
            break;
          }
          stack.push(choice, pc + 1, at, 0);
          pc = instruction.exit;
          continue;
        }
        case 'round': {
          this.set(instruction.start, at);
          this.set(instruction.count, registers[instruction.count] + 1);
          const { first, end } = instruction.groups;
          for (let register = 2 * first; register < 2 * end; register++) if (registers[register] !== -1) this.set(register, -1);
          break;
        }
        case 'again':
          ok = at !== registers[instruction.start] || registers[instruction.count] <= instruction.min;
          if (ok) {
            pc = instruction.head;
            continue;
          }
          break;
        case 'accept':
          return at;
      }
      if (ok) {
        pc++;
        continue;
      }
      // Back to the latest choice.
      for (;;) {
        if (stack.length === base) return -1;
        const last = stack.pop()!;
        const where = stack.pop()!;
        const what = stack.pop()!;
        const kind = stack.pop()!;
        if (kind >= 0) {
          registers[kind] = what;
          continue;
        }
        pc = what;
        at = where;
        if (kind === run) {
          const { direction } = instructions[pc] as { direction: Direction };
          at = direction === 1 ? this.before(at) : nextUnit(text, at);
          if (at !== last) stack.push(run, pc, at, last);
          pc++;
        }
        break;
      }
    }
  }

  private set(register: number, value: number): void {
    this.stack.push(register, this.registers[register], 0, 0);
    this.registers[register] = value;
  }

  /** Restores all registers changed since the stack had this height. */
  private undo(height: number): void {
    const { stack, registers } = this;
    while (stack.length > height) {
      const top = stack.length - 4;
      if (stack[top] >= 0) registers[stack[top]] = stack[top + 1]!;
      stack.length = top;
    }
  }

  /** Forgets the choices made since the stack had this height, but not what restores the registers. */
  private commit(height: number): void {
    const { stack } = this;
    let to = height;
    for (let from = height; from < stack.length; from += 4) {
      if (stack[from] < 0) continue;
      for (let i = 0; i < 4; i++) stack[to + i] = stack[from + i]!;
      to += 4;
    }
    stack.length = to;
  }

  /** The code point at or before `at`, or -1 at the end or beginning. */
  private read(at: number, direction: Direction): number {
    if (direction === 1) {
      if (at >= this.text.length) return -1;
      return this.astral ? this.text.codePointAt(at)! : this.text.charCodeAt(at);
    }
    return at === 0 ? -1 : this.text.codePointAt(this.before(at))!;
  }

  private move(at: number, code: number, direction: Direction): number {
    return at + (code > 0xffff ? 2 * direction : direction);
  }

  /** Where the code point before `at` begins. */
  private before(at: number): number {
    return this.astral && at > 1 && this.text.codePointAt(at - 2)! > 0xffff ? at - 2 : at - 1;
  }

  private isEdge(edge: Edge, at: number): boolean {
    const { text } = this;
    const { multiline } = this.program.flags;
    switch (edge) {
      case 'start':
        return at === 0 || (multiline && isLineEnd(text.charCodeAt(at - 1)));
      case 'end':
        return at === text.length || (multiline && isLineEnd(text.charCodeAt(at)));
      default: {
        const before = at > 0 && this.isWord(text.charCodeAt(at - 1));
        const after = at < text.length && this.isWord(text.charCodeAt(at));
        return (before !== after) === (edge === 'word');
      }
    }
  }

  private isWord(unit: number): boolean {
    const { unicode, ignoreCase } = this.program.flags;
    return isWordCharacter(unit) || (unicode && ignoreCase && contains(foldedWordCharacters, unit));
  }

  /** Where what a group matched ends, when it stands here again; -1 when it does not. */
  private matchBack(index: number, from: number, direction: Direction): number {
    const start = this.registers[2 * index];
    const end = this.registers[2 * index + 1];
    if (start < 0 || end < 0) return from;
    const { ignoreCase, unicode } = this.program.flags;
    let at = from;
    for (let there = direction === 1 ? start : end; there !== (direction === 1 ? end : start); ) {
      if (--this.steps < 0) this.pay();
      const wanted = this.read(there, direction);
      const code = this.read(at, direction);
      if (code < 0 || (code !== wanted && !(ignoreCase && canonical(code, unicode) === canonical(wanted, unicode)))) return -1;
      there = this.move(there, wanted, direction);
      at = this.move(at, code, direction);
    }
    return at;
  }

  private pay(): void {
    this.steps = slice;
    charge(slice / stepsPerFuel);
    if (this.stack.length > this.paidStack) {
      allocate((this.stack.length - this.paidStack) * 8);
      this.paidStack = this.stack.length;
    }
    if (++this.slices > this.mostSlices) {
      throw new LimitError('REGEX', 'a regular expression took too many steps', this.slices * slice, Math.floor(this.mostSlices) * slice);
    }
  }
}

function isLineEnd(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d || unit === 0x2028 || unit === 0x2029;
}
