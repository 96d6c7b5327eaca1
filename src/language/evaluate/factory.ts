/**
 * Factories of steps, and how a program that is run often gets some of its own.
 *
 * V8 keeps what it learns about a function (which types it meets, which functions it calls) where the function was
 * made. All steps of one factory share that, so that a step which calls its children seems to call just anything, and nothing
 * is inlined. For a hot program each node therefore gets a factory of its own: the text of the factory, a constant of ours,
 * is run once more. Nothing of a script is ever in such a text. It is run outside of its file, so it is handed what it uses.
 */

/** Runs the text of an expression anew, each time that what it gives is called. */
export type Instantiate = (text: string) => () => unknown;

let instantiate: Instantiate | null = null;

/** Tells how texts of ours are run anew; without, all programs share one set of factories. */
export function renewFactories(by: Instantiate): void {
  instantiate = by;
}

/** All factories that there are, for those who check that each is handed all that it uses. */
export const factories: Factory<unknown>[] = [];

export class Factory<Make> {
  private made: Make | null = null;
  private again: (() => unknown) | null = null;

  /** @internal */
  constructor(
    private readonly uses: readonly unknown[],
    private readonly build: (...uses: never[]) => Make,
  ) {}

  /** What programs share: made when it is first asked for, since a process needs few of all. */
  get shared(): Make {
    return (this.made ??= this.build(...(this.uses as never[])));
  }

  /** One of its own for a program that has those, else the shared one. */
  take(owns: boolean): Make {
    return owns ? this.renew() : this.shared;
  }

  /** Another one, of which V8 knows nothing yet. */
  private renew(): Make {
    if (instantiate === null) return this.shared;
    this.again ??= instantiate(this.text);
    return (this.again() as (...uses: readonly unknown[]) => Make)(...this.uses);
  }

  get text(): string {
    return `(${this.build.toString()})`;
  }
}

/** Whether there is a way to have factories anew. */
export function canRenew(): boolean {
  return instantiate !== null;
}

/**
 * `build` gets what it uses of its file, `uses`, and gives the function that makes steps. What a step uses are parameters, each by its name: V8 looks at
 * variables of other kinds, and those of a module, whether they have a value yet, each time that they are used.
 */
export function factory<Uses extends unknown[], Make>(uses: [...Uses], build: (...uses: Uses) => Make): Factory<Make> {
  const made = new Factory<Make>(uses, build as unknown as (...uses: never[]) => Make);
  factories.push(made);
  return made;
}
