import type { OperationName } from "#servers/api/wire/index.ts";

/** The operations that have a feature behind them. All others answer that they are not implemented. */
export function implementedOperations(): readonly OperationName[] {
  return [];
}
