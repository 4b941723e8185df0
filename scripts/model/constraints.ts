import type { ShapeModel } from "#servers/api/wire/model.ts";

interface ConstraintsFile {
  meta: { source: string };
  errors: Record<string, { httpStatus: number }>;
  operations: Record<string, ConstrainedOperation>;
  shapes: Record<string, ConstrainedShape>;
  requiredMembers: Record<string, string[]>;
}

interface ConstrainedOperation {
  method: string;
  uri: string;
  errors: Record<string, number>;
}

interface ConstrainedShape extends ShapeModel {
  /** `Owner.Member`, `List[]`, `Map{key}` or `Map{value}`. */
  usedBy?: string[];
}

// The client leaves a list or map of plain strings unnamed, and the constraints name its users only when it has limits
// of its own. These have none, but their items do. Keyed by where they are used: `Owner.Member` or any owner's `*.Member`.
const collections: Record<string, string> = {
  "*.MatchingEventTypes": "EventTypes",
  "*.SuppressedReasons": "SuppressionListReasons",
  "*.Policies": "PolicyMap",
  "ListSuppressedDestinationsRequest.Reasons": "SuppressionListReasons",
  "ListConfigurationSetsRequest.Filter": "ConfigurationSetFilter",
  "ListEmailIdentitiesRequest.Filter": "IdentityFilter",
  "ListReputationEntitiesRequest.Filter": "ReputationEntityFilter",
  "ListTenantResourcesRequest.Filter": "ListTenantResourcesFilter",
  "ListTenantsRequest.Filter": "ListTenantsFilter",
};

// Limits that are not as botocore states them, with their reasons.
const ours: Record<string, Partial<ShapeModel>> = {
  // SES has words of its own for a name that is empty, so it does not hold to the length of one, or the + of the pattern.
  MessageHeaderName: { min: 0, pattern: "^[!-9;-@A-~]*$" },
  // Its pattern backtracks quadratically. "s3://", a bucket of 63, "/", a key of 1024.
  S3Url: { max: 1093 },
};

/** The limits, patterns and enums of botocore's model, asked for by the place that uses them. */
export class Constraints {
  readonly version: string;
  readonly errors: Record<string, number>;
  readonly #file: ConstraintsFile;
  readonly #shapeByUser = new Map<string, string>();
  readonly #askedFor = new Set<string>();

  constructor(file: ConstraintsFile) {
    this.#file = file;
    this.version =
      /^botocore ([\d.]+)/.exec(file.meta.source)?.[1] ?? fail("the constraints name no version");
    this.errors = Object.fromEntries(Object.entries(file.errors).map(([name, e]) => [name, e.httpStatus]));
    for (const [name, shape] of Object.entries(file.shapes)) {
      for (const user of shape.usedBy ?? []) this.#shapeByUser.set(user, name);
    }
  }

  /** The name botocore gives to what stands at this place, when anything constrains it. */
  shapeAt(place: string): string | undefined {
    this.#askedFor.add(place);
    return (
      this.#shapeByUser.get(place) ?? collections[place] ?? collections[place.replace(/^[^.]+(?=\.)/, "*")]
    );
  }

  /** Its limits, in the model's words and order. */
  limitsOf(name: string): Partial<ShapeModel> {
    const { min, max, pattern, enum: values, sensitive } = { ...this.#file.shapes[name], ...ours[name] };
    if (pattern !== undefined && max === undefined) fail(`${name} has a pattern and no longest length`);
    return {
      ...(min ? { min } : {}),
      ...(max === undefined ? {} : { max }),
      ...(pattern === undefined ? {} : { pattern }),
      ...(values ? { enum: values } : {}),
      ...(sensitive ? { sensitive } : {}),
    };
  }

  typeOf(name: string): string {
    return this.#file.shapes[name]?.type ?? fail(`${name} has no type`);
  }

  /** Throws when the client marks other members as required than botocore does. */
  assertRequired(structure: string, members: readonly string[]): void {
    const theirs = (this.#file.requiredMembers[structure] ?? []).toSorted().join();
    const ours = members.toSorted().join();
    if (theirs !== ours) fail(`${structure} requires ${theirs} for botocore and ${ours} for the client`);
  }

  operation(name: string): ConstrainedOperation {
    return this.#file.operations[name] ?? fail(`botocore has no operation ${name}`);
  }

  /** A limit that stands nowhere would be lost without a word. */
  assertAllUsed(): void {
    const lost = [...this.#shapeByUser.keys()].filter((user) => !this.#askedFor.has(user));
    if (lost.length > 0) fail(`constraints without a place: ${lost.join(", ")}`);
  }
}

export function fail(message: string): never {
  throw new Error(message);
}
