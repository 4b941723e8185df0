import type { DkimKey } from "#features/dkim-keys/index.ts";
import { hasKey } from "#features/dkim-keys/index.ts";
import {
  type DkimRequest,
  type IdentityDetails,
  type ServiceNames,
  signingHostedZone,
} from "#features/identities/index.ts";
import { statusOnWire } from "#servers/api/verification-status.ts";
import type { Input, Output } from "#servers/api/wire/index.ts";

type DkimAttributes = NonNullable<Output<"GetEmailIdentity">["DkimAttributes"]>;
type DkimSigningAttributes = NonNullable<Input<"CreateEmailIdentity">["DkimSigningAttributes"]>;

/** SES's DkimAttributes: what is known of a domain's keys, or of those of the domain an address belongs to. */
export function dkimAttributes(
  { dkim, keys }: Pick<IdentityDetails, "dkim" | "keys">,
  names: ServiceNames,
): DkimAttributes {
  const current = currentKey(keys);
  const isOurs = dkim.origin !== "EXTERNAL" && keys.length > 0;
  const currentBits = current?.state.bits ?? dkim.nextKeyBits;
  return {
    SigningEnabled: dkim.signingEnabled,
    Status: statusOnWire(dkim.verification.status),
    ...(keys.length === 0 ? {} : { Tokens: keys.map(({ selector }) => selector) }),
    SigningAttributesOrigin: dkim.origin as DkimAttributes["SigningAttributesOrigin"],
    ...(dkim.nextKeyBits === undefined ? {} : { NextSigningKeyLength: keyLength(dkim.nextKeyBits) }),
    ...(isOurs && currentBits !== undefined ? { CurrentSigningKeyLength: keyLength(currentBits) } : {}),
    ...(isOurs && current !== undefined
      ? { LastKeyGenerationTimestamp: new Date(current.state.madeAt) }
      : {}),
    ...(isOurs ? { SigningHostedZone: signingHostedZone(names) } : {}),
  };
}

/** What a caller asks of a domain's keys, in the words of the feature. */
export function dkimRequest(attributes: DkimSigningAttributes): DkimRequest {
  const length = attributes.NextSigningKeyLength;
  return {
    selector: attributes.DomainSigningSelector,
    privateKey: attributes.DomainSigningPrivateKey,
    nextKeyBits: length === undefined ? undefined : length === "RSA_1024_BIT" ? 1024 : 2048,
    origin: attributes.DomainSigningAttributesOrigin,
  };
}

/** The key that signs; before one does, the one that is to be seen first. */
function currentKey(keys: readonly DkimKey[]) {
  const made = keys.filter(hasKey);
  return (
    made.find(({ state }) => state.stage === "active") ?? made.find(({ state }) => state.stage === "pending")
  );
}

function keyLength(bits: number) {
  return bits <= 1024 ? "RSA_1024_BIT" : "RSA_2048_BIT";
}
