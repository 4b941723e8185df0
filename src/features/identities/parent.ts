import type { Owner } from "#platform/owner.ts";
import { writeArn } from "#protocols/arn/arn.ts";
import { evaluatePolicies } from "#protocols/policy/evaluate.ts";
import { type DkimOrigin, type Identity, parentRegion } from "./identity.ts";
import type { PolicyStore } from "./policies-store.ts";
import type { IdentityStore } from "./store.ts";

/** Permission-only: it is the name of no operation. */
const action = "ses:ReplicateEmailIdentityDKIMSigningKey";

/** Whose key a replica is to sign with; `fault`: why it cannot, in the words of SES's VerificationInfo.ErrorType. */
export interface Parent {
  readonly identity: Identity | undefined;
  readonly fault: string | undefined;
}

/** An account may replicate its own keys, unless a policy of the parent denies it. */
export async function parentOf(
  { store, policies }: { readonly store: IdentityStore; readonly policies: PolicyStore },
  { owner, name, origin }: { readonly owner: Owner; readonly name: string; readonly origin: DkimOrigin },
): Promise<Parent> {
  const region = parentRegion(origin);
  const identity = region === undefined ? undefined : await store.find({ ...owner, region }, name);
  if (region === owner.region) return { identity, fault: "REPLICATION_PRIMARY_INVALID_REGION" };
  if (identity === undefined) return { identity, fault: "REPLICATION_PRIMARY_NOT_FOUND" };
  const documents = Object.values(await policies.ofIdentity(identity.owner, name));
  const decision = evaluatePolicies(documents, {
    principal: { account: owner.account, arn: `arn:aws:iam::${owner.account}:root` },
    action,
    resource: writeArn({ partition: "aws", service: "ses", ...identity.owner, resource: `identity/${name}` }),
    context: { "ses:ReplicaRegion": owner.region },
  });
  return { identity, fault: decision === "deny" ? "REPLICATION_ACCESS_DENIED" : faultOf(identity) };
}

function faultOf({ dkim: { origin } }: Identity): string | undefined {
  if (origin === "EXTERNAL") return "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED";
  return origin === "AWS_SES" ? undefined : "REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED";
}
