import assert from "node:assert/strict";
import {
  CreateEmailIdentityCommand,
  type DkimAttributes,
  GetEmailIdentityCommand,
  type GetEmailIdentityCommandOutput,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { publishCnames } from "./publish.ts";
import type { World } from "./world.ts";

/** A domain whose owner has done all there is to do. */
export async function verifiedDomain(world: World, domain: string): Promise<DkimAttributes> {
  const created = await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: domain }));
  publishCnames(world, domain, created.DkimAttributes);
  await world.pass(minuteMs);
  const { VerificationStatus, DkimAttributes } = await identityOf(world, domain);
  assert.equal(VerificationStatus, "SUCCESS");
  assert.ok(DkimAttributes);
  return DkimAttributes;
}

export async function identityOf(
  world: World,
  EmailIdentity: string,
): Promise<GetEmailIdentityCommandOutput> {
  return await world.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
}
