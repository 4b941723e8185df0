import type { AcmeStanding } from "#features/acme/index.ts";
import type { CertificateSummary } from "#features/tls-certificate/index.ts";
import { dayMs } from "#platform/clock.ts";
import type { Finding } from "./finding.ts";

interface Circumstances {
  readonly now: number;
  readonly isPublic: boolean;
  /** Where an authority is asked for it; undefined: nobody is. */
  readonly acme?: AcmeStanding | undefined;
}

const soonMs = 14 * dayMs;

export function examineCertificate(
  certificate: CertificateSummary | undefined,
  { acme, ...circumstances }: Circumstances,
): Finding {
  if (certificate === undefined) {
    return {
      status: "unknown",
      seen: "No listener of this process speaks TLS.",
      advice: "Ask the doctor of one with the role smtp.",
    };
  }
  return acme === undefined
    ? examineGiven(certificate, circumstances)
    : examineOrdered(certificate, acme, circumstances);
}

function examineGiven(certificate: CertificateSummary, { now, isPublic }: Circumstances): Finding {
  const { isSelfSigned, validUntil } = certificate;
  const renew = "Put a new one where SIGNET_TLS_CERT and SIGNET_TLS_KEY point; it is taken up by itself.";
  const fault = faultIn(certificate, now);
  if (fault !== undefined) return { status: "failed", seen: fault, advice: renew };
  if (isSelfSigned) {
    const seen = `It vouches for itself, until ${dayOf(validUntil)}, when it is renewed by itself.`;
    const advice =
      "Mail programs will not trust it: let an authority make one (SIGNET_ACME), or name one by SIGNET_TLS_CERT and SIGNET_TLS_KEY.";
    return isPublic ? { status: "warning", seen, advice } : { status: "ok", seen, advice: "" };
  }
  const seen = `It is valid until ${dayOf(validUntil)}.`;
  return validUntil - now < soonMs
    ? { status: "warning", seen, advice: renew }
    : { status: "ok", seen, advice: "" };
}

/** One that an authority makes, or is to make: what the last attempt said stands beside what is shown meanwhile. */
function examineOrdered(
  certificate: CertificateSummary,
  acme: AcmeStanding,
  { now }: Circumstances,
): Finding {
  const { trouble, missing, dueAt } = acme;
  const seen = [shown(certificate, acme, now)];
  const advice: string[] = [];
  if (trouble !== undefined) {
    const reason = trouble.reason.replace(/\.?$/, ".");
    seen.push(`The attempt of ${minuteOf(trouble.at)} had no success: ${reason}`);
    advice.push(`It is tried again by itself at ${minuteOf(dueAt)}, or at once by 'signet acme retry'.`);
  } else if (certificate.isSelfSigned) advice.push("One is being ordered: look again in a minute.");
  if (missing.length > 0) {
    const records = missing.map(({ name, target }) => `${name} CNAME ${target}`);
    seen.push("Some names are left out, for their records do not lead into the zone.");
    advice.push(`Publish ${records.join(" and ")}: it is seen within the hour.`);
  }
  const status = faultIn(certificate, now) === undefined ? "warning" : "failed";
  return {
    status: advice.length === 0 && status === "warning" ? "ok" : status,
    seen: seen.join(" "),
    advice: advice.join(" "),
  };
}

function shown(certificate: CertificateSummary, { renewAt }: AcmeStanding, now: number): string {
  const { isSelfSigned, validUntil } = certificate;
  if (isSelfSigned) return "It vouches for itself until an authority has made one.";
  const fault = faultIn(certificate, now);
  if (fault !== undefined) return fault;
  const renewal = renewAt === undefined ? "" : `, and is renewed by itself from ${dayOf(renewAt)} on`;
  return `It is valid until ${dayOf(validUntil)}${renewal}.`;
}

function faultIn({ validFrom, validUntil }: CertificateSummary, now: number): string | undefined {
  if (now >= validUntil) return `It ended on ${dayOf(validUntil)}.`;
  return now < validFrom ? "It is not valid yet." : undefined;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
