import type { Asked } from "./asking.ts";
import type { Caller } from "./auth/caller.ts";
import type { WithResource } from "./dialects/resource.ts";
import type {
  Input,
  OlderInput,
  OlderOperationName,
  OlderOutput,
  OperationName,
  Output,
} from "./wire/index.ts";

/** What carries out one operation: the output, or `withResource(output, what it is about)`. */
export type OperationHandler<Name extends OperationName> = (
  input: Input<Name>,
  caller: Caller,
  asked: Asked,
) => Answer<Output<Name>> | Promise<Answer<Output<Name>>>;

/** The same of the older API. */
export type OlderHandler<Name extends OlderOperationName> = (
  input: OlderInput<Name>,
  caller: Caller,
  asked: Asked,
) => Promise<Answer<OlderOutput<Name>>>;

type Answer<Output> = Output | WithResource<Output>;

/** By name; an operation that is missing is answered as not implemented. */
export type OperationHandlers = { readonly [Name in OperationName]?: OperationHandler<Name> };

export type OlderHandlers = { readonly [Name in OlderOperationName]?: OlderHandler<Name> };
