import { nameAsKept } from "#features/identities/index.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readArn } from "#protocols/arn/arn.ts";
import { type ResourceKind, resourceKinds, type TenantResource } from "./tenant.ts";

/** A resource as an ARN names it. */
interface NamedResource {
  readonly kind: ResourceKind;
  /** The name it is kept under. */
  readonly of: string;
  readonly resource: TenantResource;
  /** As the ARN has it. */
  readonly written: TenantResource;
}

/** Throws `bad-request` for an ARN that no tenant can be given, looking at one thing after the other in SES's order. */
export function readResource(owner: Owner, text: string): NamedResource {
  const arn = readArn(text);
  if (arn === undefined) throw refusal("Provided resource identifier is not an SES resource");
  if (arn.service !== "ses") throw refusal("Provided ARN is not in SES resource ARN format");
  const [type = "", written = ""] = arn.resource.split(/\/(.*)/s, 2);
  const kind = resourceKinds.find((one) => one === type);
  if (kind === undefined) throw refusal(`Unsupported resource type: ${type}`);
  if (written === "") throw refusal("Provided resource identifier is not an SES resource");
  if (arn.region !== owner.region) throw refusal(`Resource <${text}> must be in the same region`);
  if (arn.account !== owner.account) throw refusal(`Resource <${text}> must be in the same account`);
  const of = kind === "identity" ? nameAsKept(written) : written;
  return { kind, of, resource: `${kind}/${of}`, written: `${kind}/${written}` };
}

/** Each kind in SES's own words; the colon is SES's too. */
export function missingResource({ kind, of }: NamedResource): CallerError {
  const messages = {
    identity: `Identity <${of}> does not exist`,
    "configuration-set": `Configuration set <${of}> does not exist:`,
    template: `Email template <${of}> does not exist`,
  };
  return new CallerError("not-found", messages[kind]);
}

function refusal(message: string): CallerError {
  return badRequest("ResourceArn", message);
}
