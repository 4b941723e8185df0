import type { Fault } from "./input-fault.ts";
import { InputPath } from "./input-path.ts";
import { type Breach, breachOf, describeLimits } from "./limits.ts";
import type { ListShape, MapShape, Shape, StructureShape } from "./shape.ts";

/** Enough to mend a form at once; a body of a million bad entries does not get a million answers. */
const mostFaults = 20;

/** Everything in a well-typed input that the model forbids: required members, lengths, ranges, patterns, enums. */
export function constraintFaults(shape: StructureShape, input: Readonly<Record<string, unknown>>): Fault[] {
  const check = new Check();
  check.structure(shape, input);
  return check.faults;
}

class Check {
  readonly faults: Fault[] = [];
  readonly #path = new InputPath();

  structure({ members, required }: StructureShape, value: Readonly<Record<string, unknown>>): void {
    for (const name of required) {
      if (value[name] === undefined) this.#missing(name);
    }
    for (const name of Object.keys(value)) {
      const member = members.get(name);
      if (member === undefined) continue;
      this.#path.enter(name);
      this.#value(member.shape, value[name]);
      this.#path.leave();
    }
  }

  #value(shape: Shape, value: unknown): void {
    const breach = breachOf(shape, value);
    if (breach !== undefined) this.#add(breach);
    else if (shape.kind === "list") this.#items(shape, value as unknown[]);
    else if (shape.kind === "map") this.#entries(shape, value as Record<string, unknown>);
    else if (shape.kind === "structure" || shape.kind === "union") {
      this.structure(shape, value as Record<string, unknown>);
    }
  }

  #items({ item }: ListShape, items: readonly unknown[]): void {
    for (const [index, value] of items.entries()) {
      if (this.faults.length >= mostFaults) return;
      if (isComposite(item)) {
        this.#path.enter(index);
        this.#value(item, value);
        this.#path.leave();
        continue;
      }
      const breach = breachOf(item, value);
      if (breach === undefined) continue;
      // AWS blames the list, once, and does not say which item.
      const aws = `Member must satisfy constraint: [${describeLimits(item)}]`;
      this.#add({ aws, plain: breach.plain }, index);
      return;
    }
  }

  #entries({ key: keyShape, value: valueShape }: MapShape, map: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(map)) {
      if (this.faults.length >= mostFaults) return;
      const keyBreach = breachOf(keyShape, key);
      if (keyBreach !== undefined) {
        const aws = `Map keys must satisfy constraint: [${describeLimits(keyShape)}]`;
        this.#add({ aws, plain: `is not a known key: it ${keyBreach.plain}` }, { key });
      } else if (isComposite(valueShape)) {
        this.#path.enter({ key });
        this.#value(valueShape, value);
        this.#path.leave();
      } else {
        const breach = breachOf(valueShape, value);
        const aws = `Map value must satisfy constraint: [${describeLimits(valueShape)}]`;
        if (breach !== undefined) this.#add({ aws, plain: breach.plain }, { key });
      }
    }
  }

  #missing(name: string): void {
    this.#path.enter(name);
    this.#add({ aws: "Member must not be null", plain: "is required" });
    this.#path.leave();
  }

  /** `within` is the item or key to name in plain words, where AWS names only the list or map. */
  #add({ aws, plain }: Breach, within?: number | { readonly key: string }): void {
    if (this.faults.length >= mostFaults) return;
    const awsMessage = `Value at '${this.#path.aws()}' failed to satisfy constraint: ${aws}`;
    if (within !== undefined) this.#path.enter(within);
    const path = this.#path.plain();
    if (within !== undefined) this.#path.leave();
    this.faults.push({ path, message: `${path} ${plain}`, awsMessage });
  }
}

function isComposite({ kind }: Shape): boolean {
  return kind === "list" || kind === "map" || kind === "structure" || kind === "union";
}
