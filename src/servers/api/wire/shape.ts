/** What a value on the wire has to be, with its limits. */
export type Shape = StringShape | NumberShape | LeafShape | ListShape | MapShape | StructureShape;

export interface StringShape {
  readonly kind: "string";
  /** Lengths count Unicode code points (Smithy's `length` trait). */
  readonly min: number;
  readonly max: number;
  readonly pattern: Pattern | undefined;
  /** Allowed values in the model's order. */
  readonly values: ReadonlySet<string> | undefined;
}

export interface Pattern {
  /** As the model writes it, for messages. */
  readonly source: string;
  /** Matches the whole string or nothing. */
  readonly whole: RegExp;
}

export interface NumberShape {
  /** `integer` has 32 bits, `long` as many as a JSON number holds, `number` may be a fraction. */
  readonly kind: "integer" | "long" | "number";
  readonly min: number;
  readonly max: number;
}

export interface LeafShape {
  readonly kind: "boolean" | "timestamp" | "blob";
}

export interface ListShape {
  readonly kind: "list";
  readonly item: Shape;
  readonly min: number;
  readonly max: number;
}

export interface MapShape {
  readonly kind: "map";
  readonly key: StringShape;
  readonly value: Shape;
  readonly min: number;
  readonly max: number;
}

export interface StructureShape {
  readonly kind: "structure" | "union";
  readonly members: ReadonlyMap<string, Member>;
  readonly required: readonly string[];
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
}

/** One way to call an operation. The older forms of the two list operations are operations of the same name. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  /** Segments of the path; a label is written as the member it fills. */
  readonly path: readonly PathSegment[];
  /** Members in the query by the name of their parameter. */
  readonly query: ReadonlyMap<string, Member>;
  /** What travels in the body; without members, bodies are not looked at. */
  readonly body: StructureShape;
  /** All members, wherever they travel. */
  readonly input: StructureShape;
  readonly output: StructureShape;
  /** Names of the errors that the model declares. */
  readonly errors: readonly string[];
}

export type PathSegment = { readonly literal: string } | { readonly label: Member };
