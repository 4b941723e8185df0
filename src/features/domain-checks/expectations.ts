import { type DkimKey, hasKey } from "#features/dkim-keys/index.ts";
import type { Expectation } from "#features/dns-evidence/index.ts";
import {
  feedbackHost,
  type Identity,
  type ServiceNames,
  signingHostedZone,
} from "#features/identities/index.ts";
import { normalizeName } from "#protocols/dns/name.ts";

/** What DNS must hold for a domain's DKIM: each token's CNAME and the key behind it, or the customer's own key. */
export function dkimExpectations(
  domain: string,
  keys: readonly DkimKey[],
  names: ServiceNames,
): Expectation[] {
  return keys.map((key): Expectation => {
    // A selector of one's own may have capitals, which mean nothing in the DNS.
    const name = normalizeName(`${key.selector}._domainkey.${domain}`);
    const publicKey = hasKey(key) ? key.state.publicKey : undefined;
    return key.origin === "byo"
      ? { kind: "dkim-txt", name, publicKey: publicKey ?? "" }
      : {
          kind: "dkim-cname",
          name,
          target: `${key.selector}.${signingHostedZone(names)}`,
          publicKeys: publicKey === undefined ? undefined : [publicKey],
        };
  });
}

export function mailFromExpectations({ owner, mailFrom }: Identity, names: ServiceNames): Expectation[] {
  if (mailFrom === undefined) return [];
  const exchange = feedbackHost(names, owner.region);
  return [{ kind: "mail-from", name: mailFrom.domain, exchange, spfInclude: names.zone }];
}
