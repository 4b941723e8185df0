import type { ConfigurationSet } from "#features/configuration-sets/index.ts";
import { type DeliveryRules, defaultLifetimeMs } from "#features/delivery/index.ts";
import { secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";

type Validation = NonNullable<NonNullable<ConfigurationSet["suppression"]>["validation"]>;

export interface KnownConfigurationSets {
  find(owner: Owner, name: string): Promise<ConfigurationSet | undefined>;
}

/**
 * The set a message is sent with: the one that was named, else the default of the sending identity, else none.
 * Throws `unknown-configuration-set` (named), `bad-request` (a default that has been deleted), `configuration-set-paused`.
 */
export async function chooseConfigurationSet(
  sets: KnownConfigurationSets,
  owner: Owner,
  { named, byDefault }: { named: string | undefined; byDefault: string | undefined },
): Promise<ConfigurationSet | undefined> {
  const name = named ?? byDefault;
  if (name === undefined) return undefined;
  const set = await sets.find(owner, name);
  if (set === undefined) {
    const problem = named === undefined ? "bad-request" : "unknown-configuration-set";
    throw new CallerError(problem, `Configuration set <${name}> does not exist.`);
  }
  if (!set.sendingEnabled) {
    throw new CallerError("configuration-set-paused", `Sending is paused for configuration set ${name}`);
  }
  return set;
}

/** What the set says goes before what the account says. */
export function deliveryRules(
  set: ConfigurationSet | undefined,
  account: { readonly validation: Validation | undefined },
): DeliveryRules {
  const { tlsPolicy, sendingPool, maxDeliverySeconds } = set?.delivery ?? {};
  return {
    tls: tlsPolicy === "REQUIRE" ? "required" : "opportunistic",
    sendingPool,
    leastConfidence: leastConfidence(set?.suppression?.validation ?? account.validation),
    lifetimeMs: maxDeliverySeconds === undefined ? defaultLifetimeMs : maxDeliverySeconds * secondMs,
  };
}

/** `MANAGED`, which is also meant where nothing is said, leaves out who is not there, as `MEDIUM` does. */
function leastConfidence(validation: Validation | undefined): DeliveryRules["leastConfidence"] {
  if (validation?.status !== "ENABLED") return undefined;
  return validation.confidence === "HIGH" ? "HIGH" : "MEDIUM";
}
