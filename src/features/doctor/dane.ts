import type { Looked } from "#protocols/dns/client/lookup.ts";
import type { Finding } from "./finding.ts";

/** Whether the resolvers say of something that is signed that it is: what mail servers demand by TLSA records is worth nothing otherwise. */
export function examineDane(root: Looked | undefined): Finding {
  if (root === undefined) {
    return {
      status: "not-asked",
      seen: "What mail servers demand by TLSA records is not heeded (SIGNET_DANE=off).",
      advice: "",
    };
  }
  if (root.kind === "failed") {
    return { status: "unknown", seen: `The resolvers did not answer: ${root.reason}.`, advice: "Try again." };
  }
  return root.isAuthenticated === true
    ? { status: "ok", seen: "The resolvers check signatures (DNSSEC), and say so.", advice: "" }
    : {
        status: "failed",
        seen: "The resolvers do not say of the root, which is signed, that it is: no TLSA record is heeded.",
        advice:
          "Run a resolver on this machine that checks signatures, Unbound for one, and name it by SIGNET_RESOLVERS.",
      };
}
