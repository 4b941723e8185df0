// The wire: from a request to the input of an operation, and from its output to JSON. Knows nothing about e-mail.
import { apiModel } from "./api-model.ts";
import type { OperationName } from "./operation-types.ts";
import { Router } from "./router.ts";

export { InputFault } from "./input-fault.ts";
export { olderOperations } from "./older-model.ts";
export type {
  Input,
  OlderInput,
  OlderOperationName,
  OlderOutput,
  OperationName,
  Output,
} from "./operation-types.ts";
export { type Form, formText, readForm, readFormInput } from "./read-form.ts";
export { readInput } from "./read-input.ts";
export type { Call } from "./router.ts";
export type { Operation, StructureShape } from "./shape.ts";
export { type TimeFormat, writeOutput } from "./write-output.ts";
export { writeXml, xmlText } from "./write-xml.ts";

/** Finds the operation for a method and a request target in origin form. */
export const router = new Router(apiModel.operations);

export const operationNames: readonly OperationName[] = [
  // The contract test compares the names with the client's.
  ...new Set(apiModel.operations.map(({ name }) => name as OperationName)),
];

/** HTTP status of each modelled error, by its name. */
export const errorStatuses = apiModel.errors;

/** Names of members whose values must not reach a log. */
export const sensitiveMembers = apiModel.sensitiveMembers;
