/** What the thread of the terminal and the thread that evaluates tell each other. */
import type { LanguageChoice } from '../../host/language-choice.js';
import type { PolicyDocument } from '../../host/policy/document.js';

/** What the evaluating thread starts with. */
export interface Setup {
  /** Where names of files begin. */
  readonly directory: string;
  readonly api: LanguageChoice['api'];
  readonly limits: LimitChanges;
  /** What may be reached; null: whatever the process may. */
  readonly policy: PolicyDocument | null;
  readonly colours: boolean;
  /** One number: not 0 while somebody wants the evaluation to stop. */
  readonly stop: Int32Array;
}

export interface LimitChanges {
  readonly fuel?: number;
  readonly memory?: number;
  readonly depth?: number;
  readonly time?: number;
}

export type Question =
  | { readonly op: 'evaluate' | 'complete' | 'type' | 'tree'; readonly text: string }
  | { readonly op: 'limits'; readonly changes: LimitChanges };

export interface Reply {
  /** The text ends too early. */
  readonly unfinished?: boolean;
  /** Nothing went wrong. */
  readonly ok: boolean;
  /** To be printed, or ''. */
  readonly text: string;
  /** Of `complete`. */
  readonly completion?: { readonly partial: string; readonly names: readonly string[] };
}

export type Asked = Question & { readonly id: number };
export type Answered = Reply & { readonly id: number };
