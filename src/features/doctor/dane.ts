import type { Looked } from "#protocols/dns/client/lookup.ts";
import type { Finding } from "./finding.ts";

/** What a resolver says of the root, which is signed. */
export interface AskedOfRoot {
  readonly resolver: string;
  readonly looked: Looked;
}

/**
 * Whether each resolver says of something that is signed that it is: what mail servers demand by TLSA records is worth nothing otherwise, for any of
 * them may be the one that is asked. Undefined: nothing is heeded anyway.
 */
export function examineDane(answers: readonly AskedOfRoot[] | undefined): Finding {
  if (answers === undefined) {
    return {
      status: "not-asked",
      seen: "What mail servers demand by TLSA records is not heeded (SIGNET_DANE=off).",
      advice: "",
    };
  }
  const silent = answers.flatMap(({ resolver, looked }) => (looked.kind === "failed" ? [resolver] : []));
  const credulous = answers.filter(
    ({ looked }) => looked.kind !== "failed" && looked.isAuthenticated !== true,
  );
  if (credulous.length > 0) {
    const resolvers = credulous.map(({ resolver }) => resolver).join(", ");
    return {
      status: "failed",
      seen: `Asked of the root, which is signed, ${resolvers} did not say that it is: TLSA records are not heeded.`,
      advice:
        "Run a resolver on this machine that checks signatures, Unbound for one, and name it alone by SIGNET_RESOLVERS.",
    };
  }
  return silent.length > 0
    ? { status: "unknown", seen: `No answer came from ${silent.join(", ")}.`, advice: "Try again." }
    : { status: "ok", seen: "The resolvers check signatures (DNSSEC), and say so.", advice: "" };
}
