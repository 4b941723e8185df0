import type { Finding } from "./finding.ts";

/** Whether people can sign in with the OpenID provider. `fault`: why not; `unavailable` where it was not even reached. */
export function examineOidc(
  issuer: URL,
  fault: { readonly problem: string; readonly reason: string } | undefined,
): Finding {
  if (fault === undefined) {
    return { status: "ok", seen: `${issuer.href} says how people sign in there.`, advice: "" };
  }
  const advice =
    fault.problem === "unavailable"
      ? "See whether the provider is there, and reached from this machine."
      : "Compare SIGNET_OIDC with what the provider calls its issuer.";
  return {
    status: "failed",
    seen: `${issuer.href} was asked in vain: ${fault.reason}`,
    advice: `Nobody signs in with it meanwhile. ${advice}`,
  };
}
