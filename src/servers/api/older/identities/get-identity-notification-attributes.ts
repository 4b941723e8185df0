import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import type { OlderOutput } from "#servers/api/wire/index.ts";
import { attributesByName } from "./attributes-by-name.ts";
import { identityNamed } from "./identity-named.ts";

type Attributes = NonNullable<
  OlderOutput<"GetIdentityNotificationAttributes">["NotificationAttributes"]
>[string];

export function getIdentityNotificationAttributes({
  identities,
}: Pick<Services, "identities">): OlderHandler<"GetIdentityNotificationAttributes"> {
  return async ({ Identities }, { owner }) => ({
    NotificationAttributes: await attributesByName(
      Identities,
      async (name) => await identities.find(owner, identityNamed(name, owner)),
      ({ feedbackForwarding }) =>
        // The model requires the topics; SES leaves out what is not set, and identities have none here.
        ({
          ForwardingEnabled: feedbackForwarding,
          HeadersInBounceNotificationsEnabled: false,
          HeadersInComplaintNotificationsEnabled: false,
          HeadersInDeliveryNotificationsEnabled: false,
        }) as Attributes,
    ),
  });
}
