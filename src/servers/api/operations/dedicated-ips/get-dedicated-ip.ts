import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeDedicatedIp } from "./dedicated-ip.ts";

export function getDedicatedIp({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"GetDedicatedIp"> {
  return async ({ Ip }, { owner }) => ({
    DedicatedIp: writeDedicatedIp(await dedicatedIps.get(owner, Ip)),
  });
}
