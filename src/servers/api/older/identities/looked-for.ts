import type { IdentityDetails } from "#features/identities/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createUnlessThere } from "./create-unless-there.ts";
import { requireDomain } from "./kinds.ts";

/** A domain whose records are looked for from now on: a new one, or one whose search had failed. Throws `bad-request`. */
export async function lookedFor(
  { identities, identitySettings }: Pick<Services, "identities" | "identitySettings">,
  owner: Owner,
  domain: string,
): Promise<IdentityDetails> {
  requireDomain(domain);
  const wasThere = await createUnlessThere(identities, owner, domain);
  const identity = await identities.get(owner, domain);
  if (!wasThere || identity.dkim.verification.status !== "failed" || identity.dkim.origin !== "AWS_SES") {
    return identity;
  }
  await identitySettings.setDkimSigningAttributes(owner, domain, { origin: "AWS_SES", attributes: {} });
  return await identities.get(owner, domain);
}
