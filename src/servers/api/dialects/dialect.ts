import type { Failure } from "./failures.ts";
import type { Resource } from "./resource.ts";

/** One of the two forms that answers have. */
export interface Dialect {
  readonly name: "aws" | "plain";
  readonly times: "epoch-seconds" | "iso-8601";
  /** Under which name the request's id is sent. */
  readonly requestIdHeader: string;
  /** @param output its members as `JSON.stringify` takes them. */
  success(output: object, resource: Resource | undefined): string;
  failure(failure: Failure): WrittenFailure;
}

export interface WrittenFailure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
