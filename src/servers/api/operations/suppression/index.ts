import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { deleteSuppressedDestination } from "./delete-suppressed-destination.ts";
import { getSuppressedDestination } from "./get-suppressed-destination.ts";
import { listSuppressedDestinations } from "./list-suppressed-destinations.ts";
import { putSuppressedDestination } from "./put-suppressed-destination.ts";

export function suppressionOperations(services: Services) {
  return {
    DeleteSuppressedDestination: deleteSuppressedDestination(services),
    GetSuppressedDestination: getSuppressedDestination(services),
    ListSuppressedDestinations: listSuppressedDestinations(services),
    PutSuppressedDestination: putSuppressedDestination(services),
  } satisfies OperationHandlers;
}
