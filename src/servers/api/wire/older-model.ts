import { linkModel } from "./api-model.ts";
import modelJson from "./older-model.json" with { type: "json" };
import type { Operation } from "./shape.ts";

/** What is answered of SES's older API (2010-12-01), by name. */
export const olderOperations: ReadonlyMap<string, Operation> = new Map(
  linkModel(modelJson).operations.map((operation) => [operation.name, operation]),
);
