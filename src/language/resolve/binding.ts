/**
 * What resolving finds out: data types only.
 *
 * After resolving, every identifier of a program is one of the four `Reference`s and the evaluator
 * never sees a name. Frames: each call of a function has at most two, a *plain* one for variables that
 * no inner function uses, and as its parent a *captured* one that inner functions keep alive. The
 * current frame of a function is its plain one, else its captured one, else the one that its closure
 * keeps. A closure keeps the nearest captured frame around it (in the end the module's), never a plain one.
 *
 * `hops` everywhere: how many parents up from the current frame.
 */
import type { Span } from '../source/span.js';

/** Names that the runtime gives to every module; a module cannot declare them. */
export const runtimeNames: ReadonlySet<string> = new Set(['__filename', '__inbound', '__thread']);

/** A parameter or local variable of a function. */
export interface Variable {
  readonly name: string;
  readonly span: Span;
  /** Used by an inner function. */
  captured: boolean;
  /** Assigned to anywhere after its initialisation. */
  assigned: boolean;
  /** Slot in its function's captured or plain frame. */
  slot: number;
}

/** How the frames of one function look; a Program's layout is that of the module's frame, which always exists. */
export interface FunctionLayout {
  readonly variables: readonly Variable[];
  /** How many variables its plain frame has (0: none is made). */
  readonly plainSlots: number;
  /** How many variables its captured frame has (0: none is made). */
  readonly capturedSlots: number;
  /** Hops, where the function's expression stands, to the frame that its closures keep: 1 past a plain one, else 0. */
  readonly scopeHops: number;
}

export type Reference =
  /** A local variable, at `slot`. */
  | { readonly kind: 'local'; readonly variable: Variable; readonly hops: number; readonly slot: number }
  /** A global that no context variable of the module can hide. */
  | { readonly kind: 'global'; readonly name: string }
  /** A context variable, `index` in the program's list of context names; `hops` to the module's frame. */
  | { readonly kind: 'context'; readonly name: string; readonly index: number; readonly hops: number }
  /**
   * A global that a context variable of this module may hide. Until the module is linked it is the global;
   * from then on it is what the link says.
   */
  | { readonly kind: 'hideable'; readonly name: string; readonly index: number; readonly hops: number };

/** A name that is bound to (module, slot) once all modules are evaluated. */
export interface ContextName {
  readonly name: string;
  /** Every place it is used at, in the order of the text. */
  readonly uses: readonly Span[];
  /** Those of them where it is assigned to: an error where the name turns out to be read-only. */
  readonly writes: readonly Span[];
  /** Whether a global of that name serves when no context variable has it. */
  readonly global: boolean;
}
