import type { TenantSuppression } from "#features/tenants/index.ts";
import type { Input } from "#servers/api/wire/index.ts";

export function readSuppression({
  SuppressedReasons,
  SuppressionScope,
}: NonNullable<Input<"CreateTenant">["SuppressionAttributes"]>): TenantSuppression {
  return { reasons: SuppressedReasons, scope: SuppressionScope };
}
