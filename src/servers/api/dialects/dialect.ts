import type { StructureShape } from "#servers/api/wire/index.ts";
import type { Failure } from "./failures.ts";
import type { Resource } from "./resource.ts";

/** One of the forms that answers have: two are of SES's operations and our own calls, the third is of the older API. */
export interface Dialect {
  readonly name: "aws" | "plain" | "query";
  readonly times: "epoch-seconds" | "iso-8601";
  /** Under which name the request's id is sent. */
  readonly requestIdHeader: string;
  readonly contentType: string;
  /** @param output its members as `JSON.stringify` takes them. */
  success(output: object, about: Answered): string;
  failure(failure: Failure, requestId: string): WrittenFailure;
}

/** What an output answers. */
export interface Answered {
  readonly requestId: string;
  readonly resource: Resource | undefined;
  /** Undefined for our own calls. */
  readonly operation: { readonly name: string; readonly output: StructureShape } | undefined;
}

export interface WrittenFailure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
