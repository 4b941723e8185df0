import { badRequest, type CallerError } from "#platform/errors.ts";

const most = 64;

/** Throws `bad-request` for what can be no tenant's name, in SES's words. */
export function checkTenantName(name: string): void {
  if (name.trim() === "") throw refusal("TenantName cannot be empty");
  if (name.length > most) throw refusal(`TenantName cannot exceed ${most} characters.`);
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    throw refusal(
      `Invalid tenant name <${name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`,
    );
  }
}

function refusal(message: string): CallerError {
  return badRequest("TenantName", message);
}
