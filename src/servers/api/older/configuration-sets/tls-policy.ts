import type { OlderInput } from "#servers/api/wire/index.ts";

type Options = NonNullable<OlderInput<"PutConfigurationSetDeliveryOptions">["DeliveryOptions"]>;
type OlderPolicy = NonNullable<Options["TlsPolicy"]>;

const policies = { Require: "REQUIRE", Optional: "OPTIONAL" } as const satisfies Record<OlderPolicy, string>;

/** Nothing said means none. */
export function readTlsPolicy(policy: OlderPolicy | undefined) {
  return policy && policies[policy];
}

export function writeTlsPolicy(policy: (typeof policies)[OlderPolicy]): OlderPolicy {
  return policy === "REQUIRE" ? "Require" : "Optional";
}
