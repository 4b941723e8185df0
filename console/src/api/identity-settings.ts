import type {
  BehaviorOnMxFailure,
  PutEmailIdentityDkimSigningAttributesRequest,
  Tag,
} from "@aws-sdk/client-sesv2";
import { call } from "./call.ts";
import { sesPath } from "./identities.ts";
import type { Plain } from "./plain.ts";

type SigningAttributes = Omit<Plain<PutEmailIdentityDkimSigningAttributesRequest>, "EmailIdentity">;

/** A key of one's own, or the service's keys again. */
export async function putSigningKey(
  name: string,
  key: { readonly selector: string; readonly privateKey: string } | "managed",
): Promise<void> {
  const body: SigningAttributes =
    key === "managed"
      ? { SigningAttributesOrigin: "AWS_SES" }
      : {
          SigningAttributesOrigin: "EXTERNAL",
          SigningAttributes: { DomainSigningSelector: key.selector, DomainSigningPrivateKey: key.privateKey },
        };
  await call("PUT", `${sesPath(name)}/dkim/signing`, { body });
}

export async function putSigning(name: string, SigningEnabled: boolean): Promise<void> {
  await call("PUT", `${sesPath(name)}/dkim`, { body: { SigningEnabled } });
}

export async function putFeedback(name: string, EmailForwardingEnabled: boolean): Promise<void> {
  await call("PUT", `${sesPath(name)}/feedback`, { body: { EmailForwardingEnabled } });
}

/** None takes it away. */
export async function putConfigurationSet(name: string, set: string | undefined): Promise<void> {
  await call("PUT", `${sesPath(name)}/configuration-set`, { body: { ConfigurationSetName: set } });
}

/** None takes it away. */
export async function putMailFrom(
  name: string,
  { domain, onMxFailure }: { readonly domain: string | undefined; readonly onMxFailure: BehaviorOnMxFailure },
): Promise<void> {
  const body = { MailFromDomain: domain, BehaviorOnMxFailure: onMxFailure };
  await call("PUT", `${sesPath(name)}/mail-from`, { body });
}

export async function putPolicy(
  name: string,
  {
    policyName,
    policy,
    isNew,
  }: { readonly policyName: string; readonly policy: string; readonly isNew: boolean },
): Promise<void> {
  const path = `${sesPath(name)}/policies/${encodeURIComponent(policyName)}`;
  await call(isNew ? "POST" : "PUT", path, { body: { Policy: policy } });
}

export async function deletePolicy(name: string, policyName: string): Promise<void> {
  await call("DELETE", `${sesPath(name)}/policies/${encodeURIComponent(policyName)}`);
}

export async function addTag(arn: string, tag: Plain<Tag>): Promise<void> {
  await call("POST", "/v2/email/tags", { body: { ResourceArn: arn, Tags: [tag] } });
}

export async function removeTag(arn: string, key: string): Promise<void> {
  await call("DELETE", "/v2/email/tags", { query: { ResourceArn: arn, TagKeys: key } });
}
