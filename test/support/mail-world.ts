import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { ServiceProcess } from "./service-process.ts";

/** Proves a domain to a service in a process of its own, by records in its local zone. */
export async function verifyAtHome(service: ServiceProcess, domain: string): Promise<void> {
  type Created = {
    readonly DkimAttributes: { readonly Tokens: string[]; readonly SigningHostedZone: string };
  };
  const { DkimAttributes } = await service.call<Created>("POST", "/v2/email/identities", {
    EmailIdentity: domain,
  });
  for (const token of DkimAttributes.Tokens) {
    await service.call("PUT", "/signet/v1/dns/records", {
      name: `${token}._domainkey.${domain}`,
      type: "CNAME",
      value: `${token}.${DkimAttributes.SigningHostedZone}`,
    });
  }
  const until = performance.now() + 30_000;
  const read = async () =>
    await service.call<{ VerificationStatus: string }>("GET", `/v2/email/identities/${domain}`);
  while ((await read()).VerificationStatus !== "SUCCESS") {
    assert.ok(performance.now() < until, `${domain} was not verified`);
    await delay(100);
  }
}
