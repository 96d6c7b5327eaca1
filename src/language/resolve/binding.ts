/**
 * What resolving finds out: data types only.
 *
 * After resolving, every identifier of a program is one of the `Reference`s and the evaluator never sees a
 * name. Frames: each call of a function has at most two, a *plain* one for variables that no inner function
 * uses, and as its parent a *captured* one that inner functions keep alive. The current frame of a function is
 * its plain one, else its captured one, else the one that its closure keeps. A closure keeps the nearest
 * captured frame around it (in the end the module's), never a plain one.
 * A block in a loop whose variables inner functions use has a frame of its own each time it is entered: the
 * current frame inside. Functions with such blocks have no plain frame. A function that is called where it stands, once in each call of the
 * one around it, is a block of that one.
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
  /** The name of a function expression, inside of it: assigning is an error. */
  readonly isSelf: boolean;
  /** What a `catch` without a pattern declares: a `var` of that name means it. */
  readonly isCatch: boolean;
  /** The entry of the program's imports that it stands for, or -1. */
  readonly importIndex: number;
  /** Of parameters: where in the text its value is there, for the defaults of others. */
  readonly ready: number;
  /** Used before that, by a default. */
  early: boolean;
  /** Slot in the captured or plain frame where it lies. */
  slot: number;
}

/** Where a variable lies that an earlier text of a session declared, or which of its imports a name is (else -1). */
export interface SessionVariable {
  readonly slot: number;
  readonly importIndex: number;
}

/** A session: texts that are one module, each resolved when it comes. This is what those before have declared. */
export interface SessionNames {
  readonly variables: ReadonlyMap<string, SessionVariable>;
  /** How many slots of the module's frame are taken. */
  readonly slots: number;
  /** How many imports the module has. */
  readonly imports: number;
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
  /** A function expression that uses its own name: each closure has a frame around it with itself in slot 0. */
  readonly hasSelf: boolean;
  /** Parameters whose values variables of the body begin with: where there are defaults, the body's are others. */
  readonly copies: readonly { readonly from: Place; readonly to: Place }[];
  /** Parameters that defaults use before they have values. */
  readonly early: readonly Place[];
}

/** Where a variable lies, from the current frame of its function. */
export interface Place {
  readonly hops: number;
  readonly slot: number;
}

export type Reference =
  /** A local variable, at `slot`; `early` where it may have no value yet. */
  | { readonly kind: 'local'; readonly variable: Variable; readonly hops: number; readonly slot: number; readonly early: boolean }
  /** What another module exports, `index` in the program's list of imports; `hops` to the module's frame. */
  | { readonly kind: 'import'; readonly name: string; readonly index: number; readonly hops: number }
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

/** A module that is named in an `import` or `export … from`. */
export interface ModuleRequest {
  readonly specifier: string;
  readonly span: Span;
}

/** What a module takes from another: what that one exports as `name`, or all of it where that is null. */
export interface ImportEntry {
  /** Index in the list of requests. */
  readonly request: number;
  readonly name: string | null;
  readonly span: Span;
}

/** What a module exports as `name` (ECMA-262 16.2.3). */
export type ExportEntry =
  /** A variable of its own, at `slot` of its frame. */
  | { readonly kind: 'local'; readonly name: string; readonly slot: number; readonly span: Span }
  /** What it imported itself. */
  | { readonly kind: 'import'; readonly name: string; readonly index: number; readonly span: Span }
  /** What another module exports as `imported`, or all of it where that is null. */
  | { readonly kind: 'from'; readonly name: string; readonly request: number; readonly imported: string | null; readonly span: Span };

/** The imports and exports of a module. */
export interface ModuleTable {
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportEntry[];
  /** What index the first of them has: earlier texts of a session have imported others. */
  readonly firstImport: number;
  readonly exports: readonly ExportEntry[];
  /** Requests all of whose exports are exported: `export * from`. */
  readonly stars: readonly number[];
  /** Slot of what `export default` gives once it was evaluated, or -1. */
  readonly defaultSlot: number;
}
