import type { Envelope, LeastConfidence, RecipientResult, Transport } from "#features/delivery/index.ts";
import type { AddressInsight, AddressInsights } from "./address-insights.ts";

/** SES's Auto Validation: the same way out, but nothing is sent to an address that too little speaks for. */
export function screened(transport: Transport, insights: Pick<AddressInsights, "of">): Transport {
  return {
    concurrency: transport.concurrency,
    deliver: async (envelope, ...rest) => {
      const invalid = await invalidIn(envelope, insights);
      if (invalid.length === 0) return await transport.deliver(envelope, ...rest);
      const left = envelope.recipients.filter((one) => !invalid.some(({ recipient }) => recipient === one));
      if (left.length === 0) return { recipients: invalid, peer: "", conversation: [] };
      const report = await transport.deliver({ ...envelope, recipients: left }, ...rest);
      return { ...report, recipients: [...invalid, ...report.recipients] };
    },
    [Symbol.asyncDispose]: async () => await transport[Symbol.asyncDispose](),
  };
}

async function invalidIn(
  { owner, recipients, rules: { leastConfidence } }: Envelope,
  insights: Pick<AddressInsights, "of">,
): Promise<readonly RecipientResult[]> {
  if (leastConfidence === undefined) return [];
  const judged = await Promise.all(
    recipients.map(async (recipient) => ({
      recipient,
      fault: faultOf(await insights.of(owner, recipient), leastConfidence),
    })),
  );
  return judged.flatMap(({ recipient, fault }): RecipientResult[] => {
    if (fault === undefined) return [];
    const reply = `Nothing was sent to this address, which did not pass validation: ${fault}.`;
    return [{ recipient, outcome: "refused", reply, isInvalid: true }];
  });
}

/** What could not be found out speaks against nobody. */
function faultOf(insight: AddressInsight, least: LeastConfidence): string | undefined {
  if (insight.hasValidDnsRecords === "LOW") return "its domain takes no mail";
  if (insight.mailboxExists === "LOW") return "it bounced before";
  if (least === "HIGH" && insight.hasValidDnsRecords === "MEDIUM") return "its domain has no MX record";
  return undefined;
}
