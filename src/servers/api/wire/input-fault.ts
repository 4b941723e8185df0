/** One thing wrong with an input, in both of our dialects. */
export interface Fault {
  /** `Tags[0].Key`; empty for the body as a whole. */
  readonly path: string;
  /** For people: `Tags[0].Key is required`. */
  readonly message: string;
  /** `Value at 'tags.1.member.key' failed to satisfy constraint: Member must not be null`. */
  readonly awsMessage: string;
}

/** What the caller sent cannot be an input of the operation. Nothing else is thrown while reading one. */
export class InputFault extends Error {
  override readonly name = "InputFault";
  /**
   * `serialization`: not the right JSON (AWS: SerializationException), or no form. `constraint`: well-formed, but against the model
   * (AWS: BadRequestException). `uri`: the path or the query cannot be decoded.
   */
  readonly kind: "serialization" | "constraint" | "uri";
  readonly faults: readonly Fault[];

  /** `message` is the text AWS would send; the plain texts are in `faults`. */
  constructor(kind: InputFault["kind"], faults: readonly Fault[]) {
    super(kind === "constraint" ? validationErrors(faults) : (faults[0]?.awsMessage ?? ""));
    this.kind = kind;
    this.faults = faults;
  }
}

function validationErrors(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? "1 validation error" : `${faults.length} validation errors`;
  return `${count} detected: ${faults.map((fault) => fault.awsMessage).join("; ")}`;
}
