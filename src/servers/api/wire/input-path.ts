/** The way from the input to the value that is being looked at: member names, list indexes and map keys. */
export class InputPath {
  readonly #steps: Step[] = [];

  enter(step: Step): void {
    this.#steps.push(step);
  }

  leave(): void {
    this.#steps.pop();
  }

  /** `Tags[0].Key` */
  plain(): string {
    let path = "";
    for (const step of this.#steps) {
      if (typeof step === "number") path += `[${step}]`;
      else if (typeof step === "object") path += `[${JSON.stringify(clip(step.key))}]`;
      else path += path === "" ? step : `.${step}`;
    }
    return path;
  }

  /** `tags.1.member.key`, the form AWS's messages use. */
  aws(): string {
    const parts = this.#steps.map((step) => {
      if (typeof step === "number") return `${step + 1}.member`;
      return typeof step === "object" ? clip(step.key) : `${step[0]?.toLowerCase()}${step.slice(1)}`;
    });
    return parts.join(".");
  }
}

type Step = string | number | { readonly key: string };

/** A key comes from the caller and may be long. */
function clip(key: string): string {
  return key.length <= 64 ? key : `${key.slice(0, 64)}…`;
}
