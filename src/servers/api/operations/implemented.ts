import type { OperationName } from "#servers/api/wire/index.ts";
import { operationHandlers } from "./index.ts";
import type { Services } from "./services.ts";

/** The operations that have a feature behind them. Handlers only take their services when they are made; none is used here. */
export function implementedOperations(): readonly OperationName[] {
  return Object.keys(operationHandlers({} as Services)) as OperationName[];
}
