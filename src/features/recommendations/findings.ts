import type { Advice } from "#features/domain-advice/index.ts";
import type { IdentityDetails } from "#features/identities/index.ts";
import type { Finding } from "./recommendation.ts";

/** In SES's words where it is what SES's advisor would say. */
const said: Readonly<Record<string, string>> = {
  "dmarc-missing": "DMARC configuration was not found.",
  "dmarc-several": "DMARC configuration could not be parsed.",
  "dmarc-no-policy": "DMARC configuration could not be parsed.",
  "spf-missing": "SPF record was not found.",
  "spf-several": "An SPF configuration issue was found.",
  "spf-lacks-us": "SPF record for this service was not found.",
};

const goodBits = 2048;
/** Fewer say little. */
const fewestSent = 100;
/** Where SES itself begins to look at an account more closely, and what it advises to stay below. */
const bounceRates = { high: 0.05, low: 0.02 };
const complaintRates = { high: 0.005, low: 0.001 };

/** What the last checks of the domain have noted. */
export function findingsOfChecks(
  { dkim, mailFrom, keys, lastCheck }: Pick<IdentityDetails, "dkim" | "mailFrom" | "keys" | "lastCheck">,
  now: number,
): Finding[] {
  const seenAt = lastCheck.lastCheckedAt ?? now;
  const findings: Finding[] = [];
  if (!dkim.signingEnabled) {
    const description = "DKIM verification is not enabled.";
    findings.push({
      type: "DKIM",
      code: "dkim-disabled",
      description,
      impact: "HIGH",
      since: undefined,
      seenAt: now,
    });
  }
  if (hasFailed(dkim.verification.status)) {
    const { since } = dkim.verification;
    const description = "DKIM verification has failed.";
    findings.push({ type: "DKIM", code: "dkim-failed", description, impact: "HIGH", since, seenAt });
  }
  const weak = keys.find(({ state }) => state.stage === "active" && state.bits < goodBits);
  if (weak !== undefined) {
    const { since } = weak.state;
    const description = "DKIM signing key length is below 2048 bits.";
    findings.push({ type: "DKIM", code: "dkim-weak", description, impact: "LOW", since, seenAt: now });
  }
  if (mailFrom !== undefined && hasFailed(mailFrom.verification.status)) {
    const { since } = mailFrom.verification;
    const description = "An SPF configuration issue was found.";
    findings.push({ type: "SPF", code: "mail-from-failed", description, impact: "HIGH", since, seenAt });
  }
  return findings;
}

/** What name servers say now. What nobody could be asked is no finding. */
export function findingsOfAdvice(advice: readonly Advice[], now: number): Finding[] {
  return advice
    .filter(({ status }) => status === "missing" || status === "wrong")
    .map(({ purpose, diagnosis: { code, text } }) => ({
      type: purpose === "spf" ? "SPF" : "DMARC",
      code,
      description: said[code] ?? text,
      impact: "HIGH",
      since: undefined,
      seenAt: now,
    }));
}

interface Volumes {
  readonly SEND: number;
  readonly PERMANENT_BOUNCE: number;
  readonly COMPLAINT: number;
  readonly DELIVERY_COMPLAINT: number;
}

/** What became of what was sent. */
export function findingsOfVolumes(volumes: Volumes, now: number): Finding[] {
  const { SEND, PERMANENT_BOUNCE, COMPLAINT, DELIVERY_COMPLAINT } = volumes;
  const rates = [
    { type: "BOUNCE", name: "Bounce", part: PERMANENT_BOUNCE, of: SEND, rates: bounceRates },
    { type: "COMPLAINT", name: "Complaint", part: COMPLAINT, of: DELIVERY_COMPLAINT, rates: complaintRates },
  ] as const;
  return rates.flatMap(({ type, name, part, of, rates: { high, low } }): Finding[] => {
    if (of < fewestSent || part / of < low) return [];
    const percent = ((100 * part) / of).toFixed(2);
    return [
      {
        type,
        code: `${type.toLowerCase()}-rate`,
        description: `${name} rate of the last 30 days is ${percent} %.`,
        impact: part / of < high ? "LOW" : "HIGH",
        since: undefined,
        seenAt: now,
      },
    ];
  });
}

function hasFailed(status: string): boolean {
  return status === "failed" || status === "temporary-failure";
}
