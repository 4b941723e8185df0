import type { Config } from "#config.ts";
import { Signatures } from "#features/delivery/index.ts";
import type { Identity } from "#features/identities/index.ts";
import { remembered, Sending, Signers } from "#features/sending/index.ts";
import type { Submissions } from "#servers/smtp/submission/index.ts";
import { buildDeliverabilityTests } from "./deliverability-tests.ts";
import type { Features } from "./features.ts";
import type { Ground } from "./ground.ts";
import type { Surroundings } from "./surroundings.ts";

/** The pipeline behind every door that takes messages, and what sends through it by itself. */
export function openSending(ground: Ground, features: Features) {
  const sending = buildSending(ground, features);
  return { sending, deliverabilityTests: buildDeliverabilityTests(ground, { ...features, sending }) };
}

function buildSending({ config, surroundings }: Ground, features: Features): Sending {
  const { identityPolicies, announcements } = features;
  const policies = {
    ofIdentity: async ({ owner, name }: Pick<Identity, "owner" | "name">) =>
      await identityPolicies.ofIdentity(owner, name),
  };
  return new Sending({
    ...features,
    ...surroundings,
    ...remembered({ ...features, policies }, { announcements, clock: surroundings.clock }),
    zone: config.zone,
    subscriptions: features.contacts,
  });
}

/** What comes over SMTP is a raw message whose recipients are the envelope's. */
export function submissionsTo(sending: Sending): Submissions {
  return {
    submit: async ({ owner, accessKeyId, sendsFrom, envelopeFrom, recipients, content, sourceIp, secure }) =>
      await sending.send({
        caller: { owner, keyId: accessKeyId, sendsFrom, sourceIp, secure, userAgent: undefined },
        operation: "SendRawEmail",
        from: undefined,
        arns: { from: undefined, source: undefined, returnPath: undefined },
        destination: { to: recipients, cc: [], bcc: [] },
        replyTo: [],
        feedbackTo: undefined,
        content: { kind: "raw", data: content, envelopeFrom },
        tags: undefined,
        configurationSet: undefined,
        list: undefined,
        tenant: undefined,
        tracking: {},
      }),
  };
}

/** Signs with the sender's key and with the service's own. */
export function openSignatures({ zone }: Config, { clock }: Surroundings, features: Features): Signatures {
  const serviceSigner = async () => ({ domain: zone, ...(await features.serviceKey.open()) });
  const { signersFor } = new Signers({ ...features, clock, serviceSigner });
  return new Signatures(signersFor, features.feedbackLoop.fieldsFor);
}
