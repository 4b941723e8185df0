import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putDedicatedIpWarmupAttributes({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"PutDedicatedIpWarmupAttributes"> {
  return async ({ Ip, WarmupPercentage }, { owner }) => {
    await dedicatedIps.setWarmup(owner, Ip, WarmupPercentage);
    return {};
  };
}
