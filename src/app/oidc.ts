import { OidcProvider } from "#features/oidc/index.ts";
import type { Ground } from "./ground.ts";
import type { Web } from "./web.ts";

/** Where people come back to from the provider: the console's page for it. */
const returnPath = "/sign-in";

/** Who vouches for people, where the operator has named somebody. */
export function buildOidcProvider(
  { config, surroundings, publicUrl }: Ground,
  web: Web,
): OidcProvider | undefined {
  const { oidc } = config;
  if (oidc === undefined) return undefined;
  return new OidcProvider({
    ...surroundings,
    ...oidc,
    redirectUri: () => `${publicUrl()}${returnPath}`,
    ask: async (url, request) => await web.askNamed(oidc.issuer.href, url, request),
  });
}
