import type { Identity } from "#features/identities/index.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import type { OlderOutput } from "#servers/api/wire/index.ts";
import { attributesByName } from "./attributes-by-name.ts";
import { statuses } from "./statuses.ts";

type Attributes = NonNullable<
  OlderOutput<"GetIdentityMailFromDomainAttributes">["MailFromDomainAttributes"]
>[string];

export function getIdentityMailFromDomainAttributes({
  identities,
}: Pick<Services, "identities">): OlderHandler<"GetIdentityMailFromDomainAttributes"> {
  return async ({ Identities }, { owner }) => ({
    MailFromDomainAttributes: await attributesByName(
      Identities,
      async (name) => await identities.find(owner, name),
      attributesOf,
    ),
  });
}

/** The model requires all three members; the last one stands alone while no domain is set. */
function attributesOf({ mailFrom, onMxFailure }: Identity): Attributes {
  const behaviour = {
    BehaviorOnMXFailure:
      onMxFailure === "REJECT_MESSAGE" ? ("RejectMessage" as const) : ("UseDefaultValue" as const),
  };
  if (mailFrom === undefined) return behaviour as Attributes;
  const status = statuses[mailFrom.verification.status];
  return {
    MailFromDomain: mailFrom.domain,
    MailFromDomainStatus: status === "NotStarted" ? "Pending" : status,
    ...behaviour,
  };
}
