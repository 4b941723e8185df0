/**
 * Looks that take long, one of a name at a time. Who asks while one is under way sees what has changed since it began: in the next one, with
 * all others who asked meanwhile.
 */
export class SharedLooks<Value> {
  readonly #underWay = new Map<string, Promise<Value>>();
  readonly #next = new Map<string, Promise<Value>>();

  share(name: string, look: () => Promise<Value>): Promise<Value> {
    const shared = this.#next.get(name);
    if (shared !== undefined) return shared;
    const underWay = this.#underWay.get(name);
    if (underWay === undefined) return this.#begin(name, look);
    const begin = () => {
      this.#next.delete(name);
      return this.#begin(name, look);
    };
    const next = underWay.then(begin, begin);
    this.#next.set(name, next);
    return next;
  }

  #begin(name: string, look: () => Promise<Value>): Promise<Value> {
    const value = look().finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, value);
    return value;
  }
}
