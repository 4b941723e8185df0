import { CallerError } from "#platform/errors.ts";

export function refuseTenant(tenant: string | undefined): void {
  if (tenant === undefined) return;
  throw new CallerError("not-implemented", "Tenants' own suppression lists are not implemented.");
}
