import type { DkimAttributes } from "@aws-sdk/client-sesv2";
import type { World } from "./world.ts";

/** Does what the owner of a domain is told to: publishes its three CNAMEs. */
export function publishCnames(world: World, domain: string, dkim: DkimAttributes | undefined): void {
  const { Tokens = [], SigningHostedZone = "" } = dkim ?? {};
  world.zone(domain, ...Tokens.map((token) => `${token}._domainkey CNAME ${token}.${SigningHostedZone}.`));
}
