import type { Finding } from "./finding.ts";

/** Whether people can sign in with the OpenID provider. `fault`: why it cannot be asked. */
export function examineOidc(issuer: URL, fault: string | undefined): Finding {
  return fault === undefined
    ? { status: "ok", seen: `${issuer.href} says how people sign in there.`, advice: "" }
    : {
        status: "failed",
        seen: `${issuer.href} was asked in vain: ${fault}`,
        advice:
          "Nobody signs in with it meanwhile. Compare SIGNET_OIDC with what the provider calls its issuer.",
      };
}
