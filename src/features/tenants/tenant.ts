import type { SuppressionReason } from "#features/suppression/index.ts";
import type { Owner } from "#platform/owner.ts";
import { writeArn } from "#protocols/arn/arn.ts";

/** A customer of a customer, kept apart from the others. */
export interface Tenant {
  readonly owner: Owner;
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly status: TenantStatus;
  /** When its owner last said so; undefined: never. */
  readonly statusAt: number | undefined;
  /** The ARN of a reputation policy; undefined: none. */
  readonly policy: string | undefined;
  readonly suppression: TenantSuppression;
}

export interface TenantSuppression {
  /** In place of the account's; undefined: those hold. */
  readonly reasons: readonly SuppressionReason[] | undefined;
  /** Whose list holds; undefined: the account's, without anybody having said so. */
  readonly scope: "ACCOUNT" | "TENANT" | undefined;
}

/** As its owner says: paused, or on, or on again whatever was found against it. */
export const tenantStatuses = ["ENABLED", "DISABLED", "REINSTATED"] as const;
export type TenantStatus = (typeof tenantStatuses)[number];

/** Which tenants are meant; what is left out leaves nobody out. */
export interface TenantFilter {
  readonly nameContains?: string | undefined;
  readonly status?: TenantStatus | undefined;
  /** What their ARNs begin with. */
  readonly arnPrefix?: string | undefined;
}

/** What a tenant may be given to send with, as ARNs name it: `identity/example.com`. */
export type TenantResource = `${ResourceKind}/${string}`;

export const resourceKinds = ["identity", "configuration-set", "template"] as const;
export type ResourceKind = (typeof resourceKinds)[number];

export function tenantArn({ owner, name, id }: Tenant): string {
  return arnIn(owner, `tenant/${name}/${id}`);
}

export function arnIn({ account, region }: Owner, resource: string): string {
  return writeArn({ partition: "aws", service: "ses", region, account, resource });
}
