/** Programs, variables of the environment, filters: by their names, as they are written. */
export class NameRules {
  constructor(
    private readonly allowed: 'all' | readonly string[],
    private readonly denied: 'all' | readonly string[],
  ) {}

  /** Whether there is any name that it allows. */
  get any(): boolean {
    return this.denied !== 'all' && this.allowed.length > 0;
  }

  allows(name: string): boolean {
    return !this.denies(name) && (this.allowed === 'all' || this.allowed.includes(name));
  }

  /** Whether a rule denies it, whatever allows it. */
  denies(name: string): boolean {
    return this.denied === 'all' || this.denied.includes(name);
  }
}
