import {
  DomainPlaces,
  type Envelope,
  type RecipientResult,
  type Transport,
} from "#features/delivery/index.ts";
import type { Clock } from "#platform/clock.ts";
import type { AddressInsights } from "./address-insights.ts";

/** SES's Auto Validation: the same way out, but nothing is sent to an address that too little speaks for. */
export function screened(
  transport: Transport,
  {
    addressInsights,
    clock,
  }: { readonly addressInsights: Pick<AddressInsights, "faultsOf">; readonly clock: Clock },
): Transport {
  const places = new DomainPlaces({ places: transport.concurrency, clock });
  const invalidIn = async (envelope: Envelope): Promise<readonly RecipientResult[]> => {
    const { leastConfidence: least } = envelope.rules;
    if (least === undefined) return [];
    const enter = () => places.enter(envelope.domain);
    return [...(await addressInsights.faultsOf(envelope, { least, enter }))].map(toRefusal);
  };
  return {
    concurrency: transport.concurrency,
    deliver: async (envelope, ...rest) => {
      const invalid = await invalidIn(envelope);
      if (invalid.length === 0) return await transport.deliver(envelope, ...rest);
      const left = envelope.recipients.filter((one) => !invalid.some(({ recipient }) => recipient === one));
      if (left.length === 0) return { recipients: invalid, peer: "", conversation: [] };
      const report = await transport.deliver({ ...envelope, recipients: left }, ...rest);
      return { ...report, recipients: [...invalid, ...report.recipients] };
    },
    [Symbol.asyncDispose]: async () => await transport[Symbol.asyncDispose](),
  };
}

function toRefusal([recipient, fault]: readonly [recipient: string, fault: string]): RecipientResult {
  const reply = `Nothing was sent to this address, which did not pass validation: ${fault}.`;
  return { recipient, outcome: "refused", reply, isInvalid: true };
}
