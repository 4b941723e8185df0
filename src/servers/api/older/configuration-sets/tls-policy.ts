import type { OlderInput } from "#servers/api/wire/index.ts";

type Options = NonNullable<OlderInput<"PutConfigurationSetDeliveryOptions">["DeliveryOptions"]>;
type OlderPolicy = NonNullable<Options["TlsPolicy"]>;

const policies = { Require: "REQUIRE", Optional: "OPTIONAL" } as const satisfies Record<OlderPolicy, string>;

/** Nothing said means `Optional`. */
export function readTlsPolicy(policy: OlderPolicy = "Optional") {
  return policies[policy];
}

export function writeTlsPolicy(policy: (typeof policies)[OlderPolicy] | undefined): OlderPolicy {
  return policy === "REQUIRE" ? "Require" : "Optional";
}
