/** What `model.json` holds. `scripts/generate-model.ts` writes it, `api-model.ts` links it into shapes. */
export interface Model {
  readonly generatedBy: string;
  readonly sources: Readonly<Record<string, string>>;
  /** HTTP status of each modelled error. */
  readonly errors: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, OperationModel>>;
  /** Strings, lists, maps and structures by name. The built-in types (`string`, `integer`, …) are not listed. */
  readonly shapes: Readonly<Record<string, ShapeModel>>;
}

export interface OperationModel {
  readonly method: string;
  /** `/v2/email/identities/{EmailIdentity}`: no trailing slash; a label is always a whole segment. */
  readonly path: string;
  readonly input: string;
  readonly output: string;
  readonly errors: readonly string[];
  readonly olderForm?: OlderForm;
}

/** The binding that older clients send: a member is a label of the path, or travels in the query or in the body. */
export interface OlderForm {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly body: readonly string[];
}

export interface ShapeModel {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
  readonly key?: string;
  readonly value?: string;
  readonly item?: string;
  readonly members?: Readonly<Record<string, MemberModel>>;
}

export interface MemberModel {
  readonly shape: string;
  readonly required?: boolean;
  readonly label?: boolean;
  /** The query parameter's name, which may differ from the member's (`Reasons` travels as `Reason`). */
  readonly query?: string;
}
