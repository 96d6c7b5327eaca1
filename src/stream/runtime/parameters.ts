/**
 * Makers of parameters for filters: each says what the script gives and what the filter receives.
 *
 * The table that a filter declares with these is all there is to its argument checking, its builder method
 * and its row in the reference.
 */
import type { Parameter, Parameters, Shape, Arguments } from '../../definition/parameters.js';
import type { Data } from '../bytes/data.js';
import type { Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import type { Message } from '../events/message.js';
import type { Callback, Dynamic } from './callback.js';
import type { PipelineReference } from './layout.js';

/** What a script value of each shape is for a filter. */
export interface ShapeTypes {
  any: unknown;
  boolean: boolean;
  number: number;
  text: string;
  size: number;
  seconds: number;
  /** Null when the script gave no Message. */
  message: Message | null;
  events: readonly (Event | Message)[];
  data: Data | null;
  object: Head | null;
  list: readonly unknown[] | null;
  void: undefined;
}

/** A condition and where it leads; without a condition it is taken in any case. */
export interface Route {
  readonly pipeline: PipelineReference;
  readonly condition: Callback<boolean> | null;
}

function required<T>(type: Parameter<T>['type'], doc: string): Parameter<T> {
  return { type, optional: false, fallback: undefined, doc };
}

/** A plain value. */
export function value<S extends Shape>(kind: S, doc: string): Parameter<ShapeTypes[S]> {
  return required({ kind }, doc);
}

/** A plain value, or a function that is asked in the context of each use. */
export function dynamic<S extends Shape>(of: S, doc: string): Parameter<Dynamic<ShapeTypes[S]>> {
  return required({ kind: 'dynamic', of }, doc);
}

/** A function whose answer is taken for a value of the shape `returns`. */
export function callback<S extends Shape>(returns: S, doc: string): Parameter<Callback<ShapeTypes[S]>> {
  return required({ kind: 'callback', returns }, doc);
}

/** The name of a sub-pipeline of the same module. */
export function pipeline(doc: string): Parameter<PipelineReference> {
  return required({ kind: 'pipeline' }, doc);
}

/** Pairs of a sub-pipeline's name and a condition, as many as are given. */
export function routes(doc: string): Parameter<readonly Route[]> {
  return required({ kind: 'routes', first: 'pipeline' }, doc);
}

/** Pairs of a condition and a sub-pipeline's name, as many as are given, and a name for all that is left. */
export function branches(doc: string): Parameter<readonly Route[]> {
  return required({ kind: 'routes', first: 'condition' }, doc);
}

/** The path of a module, or a list of them. */
export function modules(doc: string): Parameter<string | readonly string[]> {
  return required({ kind: 'modules' }, doc);
}

/** One of a few plain values. */
export function choice<const V extends string | number>(of: readonly V[], doc: string): Parameter<V> {
  return required({ kind: 'choice', of }, doc);
}

/** An object of named options; each field that is not given is its fallback. */
export function options<const P extends Parameters>(fields: P, doc = 'Options.'): Parameter<Arguments<P>> {
  return { type: { kind: 'options', fields }, optional: true, fallback: undefined, doc };
}

/** May be left out: the filter then receives `fallback`. */
export function optional<T>(parameter: Parameter<T>): Parameter<T | undefined>;
export function optional<T>(parameter: Parameter<T>, fallback: T): Parameter<T>;
export function optional<T>(parameter: Parameter<T>, fallback?: T): Parameter<T | undefined> {
  return { ...parameter, optional: true, fallback };
}

/** The same with the original's own wording of the complaint; `%` stands for the argument's position. */
export function complaining<T>(parameter: Parameter<T>, complaint: string): Parameter<T> {
  return { ...parameter, complaint };
}
