import { QueryClient } from "@tanstack/react-query";
import { ApiFailure } from "./failure.ts";

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: worthAsking, refetchOnWindowFocus: true },
    },
  });
}

/** What was refused is refused again; what could not be asked may come back. */
function worthAsking(failures: number, error: Error): boolean {
  return failures < 2 && (!(error instanceof ApiFailure) || error.status === 0 || error.status >= 500);
}
