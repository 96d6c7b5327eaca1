/**
 * What resolving finds out: data types only.
 *
 * After resolving, every identifier of a program is one of the five `Reference`s and the evaluator
 * never sees a name. Frames: each function call has at most two, a *plain* one for variables that no
 * inner function uses, and below it (its parent) a *captured* one that inner functions keep alive.
 * A program's functions are numbered; a reference into a frame says how many parents up it lies.
 */
import type { Span } from '../source/span.js';

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

/** How the frames of one function look. */
export interface FunctionLayout {
  readonly variables: Variable[];
  /** How many variables its plain frame has (0: none is made). */
  plainSlots: number;
  /** How many variables its captured frame has (0: none is made). */
  capturedSlots: number;
}

export type Reference =
  /** A local variable: `hops` frames up from the current one, at `slot`. */
  | { readonly kind: 'local'; readonly variable: Variable; readonly hops: number; readonly slot: number }
  /** A global that no context variable of the module can hide. */
  | { readonly kind: 'global'; readonly name: string }
  /** A context variable, `index` in the program's list of context names. */
  | { readonly kind: 'context'; readonly name: string; readonly index: number }
  /** A global that a context variable of this module may hide: decided when the shapes are known. */
  | { readonly kind: 'hideable'; readonly name: string; readonly index: number };

/** A name that is bound to (module, slot) once all modules are evaluated. */
export interface ContextName {
  readonly name: string;
  /** Every place it is used at. */
  readonly uses: Span[];
  /** Whether a global of that name serves when no context variable has it. */
  readonly global: boolean;
}
