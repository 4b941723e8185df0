/**
 * What takes long to find, by name: one look at a time. Who asks while one is under way shares the next with all who do, and it begins
 * after they asked: nobody is told what is older than the question.
 */
export class SharedLooks<Value> {
  readonly #underWay = new Map<string, Look<Value>>();

  /** Rejects with what the look failed with. */
  get(name: string, find: () => Promise<Value>): Promise<Value> {
    const look = this.#underWay.get(name);
    if (look === undefined) return this.#begin(name, find);
    look.next ??= look.over.then(() => this.#begin(name, find));
    return look.next;
  }

  #begin(name: string, find: () => Promise<Value>): Promise<Value> {
    const found = find();
    const end = () => {
      if (look.next === undefined) this.#underWay.delete(name);
    };
    const look: Look<Value> = { over: found.then(end, end), next: undefined };
    this.#underWay.set(name, look);
    return found;
  }
}

interface Look<Value> {
  readonly over: Promise<void>;
  next: Promise<Value> | undefined;
}
