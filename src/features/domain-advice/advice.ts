import { legible } from "#features/dns-evidence/index.ts";
import type { RequiredRecord } from "#features/identities/index.ts";

/** A record that receivers like to see, what there is in its place, and what to do about it. */
export interface Advice {
  readonly purpose: "spf" | "dmarc";
  readonly name: string;
  /** What to publish. */
  readonly value: string;
  readonly found: readonly string[];
  readonly status: "right" | "missing" | "wrong" | "unknown";
  readonly diagnosis: { readonly code: string; readonly text: string; readonly advice: string };
}

const unreachable = {
  found: [],
  status: "unknown",
  diagnosis: {
    code: "unreachable",
    text: "No name server of the zone could be asked.",
    advice: "Try again; if it stays so, the domain's check says which server is the matter.",
  },
} as const;

/** Receivers look for SPF at the envelope's sender, which is ours as long as there is no MAIL FROM domain. */
export function noSpfNeeded(domain: string, zone: string): Advice {
  return {
    purpose: "spf",
    name: domain,
    value: "",
    found: [],
    status: "right",
    diagnosis: {
      code: "envelope-is-ours",
      text: `Messages leave with an envelope sender at ${zone}, so SPF is looked for there, and not at ${domain}.`,
      advice: "To align SPF with the From address too, set a MAIL FROM domain.",
    },
  };
}

export function adviseOnSpf(
  { name, value }: RequiredRecord,
  zone: string,
  texts: readonly string[] | undefined,
): Advice {
  const about = { purpose: "spf", name, value } as const;
  if (texts === undefined) return { ...about, ...unreachable };
  const found = texts.filter((text) => /^v=spf1(?:\s|$)/i.test(text));
  const says = (status: Advice["status"], code: string, text: string, advice = "") => ({
    ...about,
    found: found.map((text) => legible(text)),
    status,
    diagnosis: { code, text, advice },
  });
  const [record] = found;
  if (record === undefined) return says("missing", "spf-missing", "There is no SPF record.", "Publish it.");
  if (found.length > 1) {
    return says(
      "wrong",
      "spf-several",
      "There are several SPF records, which is as good as none (RFC 7208 §4.5).",
      "Make one of them.",
    );
  }
  const includes = record
    .toLowerCase()
    .split(/\s+/)
    .map((one) => one.replace(/^\+/, ""));
  return includes.includes(`include:${zone}`)
    ? says("right", "spf-right", "The SPF record allows this service.")
    : says(
        "wrong",
        "spf-lacks-us",
        "The SPF record does not allow this service.",
        `Add include:${zone} to it.`,
      );
}

export function adviseOnDmarc(
  domain: string,
  texts: readonly string[] | undefined,
  { inheritedFrom, reportsTo }: { readonly inheritedFrom: string | undefined; readonly reportsTo: string },
): Advice {
  const value = `v=DMARC1; p=none; rua=mailto:${reportsTo}`;
  const about = { purpose: "dmarc", name: `_dmarc.${domain}`, value } as const;
  if (texts === undefined) return { ...about, ...unreachable };
  const found = texts.filter((text) => /^v\s*=\s*DMARC1/i.test(text));
  const says = (status: Advice["status"], code: string, text: string, advice = "") => ({
    ...about,
    found: found.map((text) => legible(text)),
    status,
    diagnosis: { code, text, advice },
  });
  const [record] = found;
  if (record === undefined) {
    return says(
      "missing",
      "dmarc-missing",
      "There is no DMARC record, which large receivers ask of whoever sends in bulk.",
      "Publish it; p=none changes nothing for receivers, and what they report of who sends in the domain's name is shown here.",
    );
  }
  if (found.length > 1) {
    return says("wrong", "dmarc-several", "There are several DMARC records, so none counts.", "Keep one.");
  }
  const policy = /(?:^|;)\s*p\s*=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase();
  if (policy === undefined || !["none", "quarantine", "reject"].includes(policy)) {
    return says(
      "wrong",
      "dmarc-no-policy",
      "The DMARC record has no policy (p=).",
      "Add p=none, or a stricter one.",
    );
  }
  if (inheritedFrom !== undefined) {
    const text = `The domain has a DMARC policy of p=${policy}, which it has from ${inheritedFrom}.`;
    return says("right", "dmarc-right", text);
  }
  const text = `The domain has a DMARC policy of p=${policy}.`;
  return hasReportsSent(record, reportsTo)
    ? says("right", "dmarc-right", `${text} Reports of it come here.`)
    : says(
        "right",
        "dmarc-right",
        text,
        `To see here who sends in the domain's name, add mailto:${reportsTo} to its rua.`,
      );
}

function hasReportsSent(record: string, address: string): boolean {
  const places = /(?:^|;)\s*rua\s*=([^;]*)/i.exec(record)?.[1]?.toLowerCase().split(",") ?? [];
  // What may follow is the size of the largest that is wanted (RFC 7489 §6.2).
  return places.some((place) => place.trim().replace(/![\dkmgt]*$/, "") === `mailto:${address}`);
}
