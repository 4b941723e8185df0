import type { Sight } from "./ask-zone.ts";
import type { SpfAdvice } from "./evidence.ts";
import { legible } from "./evidence.ts";
import type { MailFrom } from "./expectation.ts";
import { repliesOf } from "./judge.ts";
import { textsAt } from "./key-finding.ts";

/** What the SPF record of a MAIL FROM domain says. SES shows it and lets the MX alone decide. */
export function adviseOnSpf(expectation: MailFrom, sight: Sight): SpfAdvice {
  const publish = `v=spf1 include:${expectation.spfInclude} ~all`;
  const records = repliesOf(sight)
    .slice(0, 1)
    .flatMap((reply) => textsAt(reply, expectation.name))
    .filter((text) => /^v=spf1(?:\s|$)/i.test(text));
  const [seen] = records;
  if (seen === undefined) return { status: "missing", publish };
  const mechanisms = seen.toLowerCase().split(/\s+/);
  // RFC 7208 §4.5: more than one record is an error.
  const right =
    records.length === 1 &&
    mechanisms.some((one) => one.replace(/^\+/, "") === `include:${expectation.spfInclude}`);
  return { status: right ? "right" : "wrong", seen: legible(seen), publish };
}
