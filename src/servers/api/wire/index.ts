// The wire: from a request to the input of an operation, and from its output to JSON. Knows nothing about e-mail.
import { apiModel } from "./api-model.ts";
import type { OperationName } from "./operation-types.ts";
import { Router } from "./router.ts";

export { InputFault } from "./input-fault.ts";
export type { Input, OperationName, Output } from "./operation-types.ts";
export { readInput } from "./read-input.ts";
export type { Call } from "./router.ts";
export type { Operation } from "./shape.ts";
export { type TimeFormat, writeOutput } from "./write-output.ts";

/** Finds the operation for a method and a request target in origin form. */
export const router = new Router(apiModel.operations);

export const operationNames: readonly OperationName[] = [
  ...new Set(apiModel.operations.map(({ name }) => name)),
];

/** HTTP status of each modelled error, by its name. */
export const errorStatuses = apiModel.errors;

/** Names of members whose values must not reach a log. */
export const sensitiveMembers = apiModel.sensitiveMembers;
