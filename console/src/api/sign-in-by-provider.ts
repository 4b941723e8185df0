import type { Provider, Session } from "./answered-session.ts";
import { call } from "./call.ts";

const path = "/signet/v1/session/oidc";
/** Where this tab keeps what it takes to the provider and back: no other tab, and no page of another origin, has it. */
const kept = "signet.sign-in";

/** Whoever has come back from the provider. */
export interface Returned {
  readonly token: string;
  /** The query that the provider sent them back with. */
  readonly answer: string;
  /** The page that they were on their way to. */
  readonly to: string;
}

/** Leaves the console. The provider sends back to one address of it alone, so it is begun there. */
export async function goToProvider(provider: Provider): Promise<void> {
  if (new URL(provider.url).origin !== location.origin) {
    location.assign(provider.url);
    return;
  }
  const { url, token } = await call<{ readonly url: string; readonly token: string }>("POST", path);
  const isOnTheWay = location.pathname !== new URL(provider.url).pathname;
  const to = isOnTheWay ? `${location.pathname}${location.search}` : "/";
  sessionStorage.setItem(kept, JSON.stringify({ token, to }));
  location.assign(url);
}

/** Undefined where nobody has just come back. */
export function returnedPerson(): Returned | undefined {
  const answer = location.search.slice(1);
  if (!new URLSearchParams(answer).has("state")) return undefined;
  const begun = sessionStorage.getItem(kept);
  // Where nothing was begun the service says so.
  return { token: "none", to: "/", ...(begun === null ? {} : (JSON.parse(begun) as object)), answer };
}

/** An address that is loaded again signs nobody in. */
export async function signInByProvider({ token, answer }: Returned): Promise<Session> {
  history.replaceState(history.state, "", location.pathname);
  sessionStorage.removeItem(kept);
  return await call("PUT", path, { body: { token, answer } });
}
