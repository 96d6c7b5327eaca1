/**
 * Variables while a program is resolved, and in the end how they lie in frames.
 *
 * A scope is that of the module, of a function, of a block that declares something, or of the name of a
 * function expression. Variables of blocks lie in the frames of the function, where no loop could make several of them.
 */
import type { FunctionLayout, Place, SessionNames, Variable } from './binding.js';
import type { Span } from '../source/span.js';

/** A variable and the scope that has it. */
export interface Found {
  readonly variable: Variable;
  readonly owner: Scope;
}

/** `body` is that of a function whose parameters have defaults: they do not see its variables. */
export type ScopeKind = 'module' | 'function' | 'body' | 'block' | 'self';

export interface Declaration {
  readonly name: string;
  readonly span: Span;
  readonly isSelf?: boolean;
  readonly isCatch?: boolean;
  readonly importIndex?: number;
  readonly ready?: number;
}

export class Scope {
  readonly variables: Variable[] = [];
  /** What earlier texts of a session declared, where this one uses it; they have their places. */
  private readonly earlier = new Set<Variable>();
  /** What names mean here: own variables, and what was found further out. */
  private readonly known = new Map<string, Found | null>();
  /** The scope whose frames hold this one's variables, unless it has a frame of its own. */
  readonly home: Scope;
  /** Variables whose values those of a function's body begin with. */
  readonly copies: { readonly from: Variable; readonly to: Variable }[] = [];
  /** A block that has a frame each time it is entered. */
  private isFresh = false;
  /** A function with such a block. */
  private hasFresh = false;
  private plainSlots = 0;
  private capturedSlots = 0;
  /** Captured frames from the module's, which is not counted, to the one that is current here. */
  private capturedAbove = 0;

  constructor(
    readonly kind: ScopeKind,
    /** The scope around it; null for the module. */
    readonly outer: Scope | null,
    /** Whether it is entered again and again within one call. */
    private readonly inLoop = false,
    private readonly session: SessionNames | null = null,
  ) {
    this.home = kind === 'block' || kind === 'body' ? outer!.home : this;
    if (session !== null) this.capturedSlots = session.slots;
  }

  declare({ name, span, isSelf = false, isCatch = false, importIndex = -1, ready = 0 }: Declaration): Variable {
    const variable: Variable = { name, span, captured: false, assigned: false, isSelf, isCatch, importIndex, ready, early: false, slot: -1 };
    this.variables.push(variable);
    this.known.set(name, { variable, owner: this });
    return variable;
  }

  /** The own variable of that name. */
  own(name: string): Variable | null {
    const found = this.lookUp(name);
    return found?.owner === this ? found.variable : null;
  }

  /** Whether it is an earlier text of the session that declared an own variable. */
  isEarlier(variable: Variable): boolean {
    return this.earlier.has(variable);
  }

  /** The innermost variable of that name; null where no scope around has one. */
  find(name: string): Found | null {
    let found = this.lookUp(name);
    for (let { outer } = this; outer !== null && found === undefined; outer = outer.outer) found = outer.lookUp(name);
    this.known.set(name, found ?? null);
    return found ?? null;
  }

  private lookUp(name: string): Found | null | undefined {
    const found = this.known.get(name);
    const declared = found === undefined ? this.session?.variables.get(name) : undefined;
    if (declared === undefined) return found;
    const variable: Variable = { name, span: { start: 0, end: 0 }, captured: true, assigned: true, isSelf: false, isCatch: false, ready: 0, early: false, ...declared };
    this.earlier.add(variable);
    const adopted = { variable, owner: this };
    this.known.set(name, adopted);
    return adopted;
  }

  /** Finds out which blocks have frames: call when all uses are known, on all scopes, before `layOut`. */
  settle(): void {
    if (this.kind !== 'block' || !this.inLoop || !this.variables.some(({ captured }) => captured)) return;
    this.isFresh = true;
    this.home.hasFresh = true;
  }

  /** Gives each variable its slot: on functions before their blocks. */
  layOut(): void {
    for (const variable of this.variables) {
      if (variable.importIndex >= 0) continue;
      if (this.isFresh && variable.captured) variable.slot = this.capturedSlots++;
      else variable.slot = this.home.take(variable);
    }
  }

  /** Counts the frames above: when all scopes are laid out, on outer scopes first. */
  countFrames(): void {
    if (this.outer !== null) this.capturedAbove = this.outer.capturedAbove + (this.hasFrame ? 1 : 0);
  }

  /** The layout of a function; `self` is the scope of its own name. */
  layout(self: Scope | null): FunctionLayout {
    const { variables, plainSlots, capturedSlots } = this;
    const around = (self ?? this).outer;
    return {
      variables,
      plainSlots,
      capturedSlots,
      scopeHops: around !== null && around.home.plainSlots > 0 ? 1 : 0,
      hasSelf: self !== null && self.hasFrame,
      copies: this.copies.map(({ from, to }) => ({ from: this.place(from), to: this.place(to) })),
      early: variables.filter(({ early }) => early).map((variable) => this.place(variable)),
    };
  }

  /** How many variables the frame has that is made when the block is entered; 0 where none is. */
  get freshSlots(): number {
    return this.isFresh ? this.capturedSlots : 0;
  }

  /** Hops from the frame that is current here to the one where a variable of `owner` lies. */
  hopsTo(owner: Scope, variable: Variable): number {
    const holder = owner.isFresh && variable.captured ? owner : owner.home;
    if (holder === this.home && holder.liesPlain(variable)) return 0;
    return this.hopsToCaptured - holder.capturedAbove;
  }

  /** Hops from the frame that is current here to the module's. */
  get hopsToModule(): number {
    return this.hopsToCaptured;
  }

  private get hopsToCaptured(): number {
    return (this.home.plainSlots > 0 ? 1 : 0) + this.capturedAbove;
  }

  /** Whether there is a frame of its own that inner functions keep. */
  private get hasFrame(): boolean {
    if (this.kind === 'self') return this.variables[0].captured;
    return this.home === this ? this.capturedSlots > 0 : this.isFresh;
  }

  private take(variable: Variable): number {
    return this.liesPlain(variable) ? this.plainSlots++ : this.capturedSlots++;
  }

  private liesPlain(variable: Variable): boolean {
    return this.kind === 'function' && !variable.captured && !this.hasFresh;
  }

  private place(variable: Variable): Place {
    const isBehind = !this.liesPlain(variable) && this.plainSlots > 0;
    return { hops: isBehind ? 1 : 0, slot: variable.slot };
  }
}
