import type { Proof } from "./shown-identity.ts";

export type Outcome = "verified" | "failed" | "waiting";

/** Where the whole of it stands: the identity and, when it has one, its MAIL FROM domain. */
export function outcomeOf({ identity }: Proof): Outcome {
  const statuses = [identity.verification.status, identity.mail_from?.verification.status ?? "SUCCESS"];
  if (statuses.includes("FAILED")) return "failed";
  return statuses.every((status) => status === "SUCCESS") ? "verified" : "waiting";
}
