import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiFailure } from "./failure.ts";
import { whenOtherTabsTell } from "./other-tabs.ts";
import { sessionQuery } from "./session.ts";
import { standsStill } from "./standing-still.ts";

export function newQueryClient(): QueryClient {
  const askWhoIsSignedIn = () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  // Whoever is not signed in any more, or was signed in as somebody else, learns it from the first call that is refused.
  const onError = (error: Error) => {
    if (error instanceof ApiFailure && (error.status === 401 || error.status === 403)) askWhoIsSignedIn();
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: worthAsking,
        refetchOnWindowFocus: unlessStill,
        refetchOnReconnect: unlessStill,
      },
    },
  });
  whenOtherTabsTell(askWhoIsSignedIn);
  return queries;
}

function unlessStill({ state }: { readonly state: { readonly data: unknown } }): boolean {
  return !standsStill(state.data);
}

/** What was refused is refused again; what could not be asked, or not so often, may come back. */
function worthAsking(failures: number, error: Error): boolean {
  if (failures >= 2) return false;
  return !(error instanceof ApiFailure) || error.status === 0 || error.status === 429 || error.status >= 500;
}
