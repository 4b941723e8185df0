import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { createDedicatedIpPool } from "./create-dedicated-ip-pool.ts";
import { deleteDedicatedIpPool } from "./delete-dedicated-ip-pool.ts";
import { getDedicatedIp } from "./get-dedicated-ip.ts";
import { getDedicatedIpPool } from "./get-dedicated-ip-pool.ts";
import { getDedicatedIps } from "./get-dedicated-ips.ts";
import { listDedicatedIpPools } from "./list-dedicated-ip-pools.ts";
import { putDedicatedIpInPool } from "./put-dedicated-ip-in-pool.ts";
import { putDedicatedIpPoolScalingAttributes } from "./put-dedicated-ip-pool-scaling-attributes.ts";
import { putDedicatedIpWarmupAttributes } from "./put-dedicated-ip-warmup-attributes.ts";

export function dedicatedIpsOperations(services: Services) {
  return {
    CreateDedicatedIpPool: createDedicatedIpPool(services),
    DeleteDedicatedIpPool: deleteDedicatedIpPool(services),
    GetDedicatedIp: getDedicatedIp(services),
    GetDedicatedIpPool: getDedicatedIpPool(services),
    GetDedicatedIps: getDedicatedIps(services),
    ListDedicatedIpPools: listDedicatedIpPools(services),
    PutDedicatedIpInPool: putDedicatedIpInPool(services),
    PutDedicatedIpPoolScalingAttributes: putDedicatedIpPoolScalingAttributes(services),
    PutDedicatedIpWarmupAttributes: putDedicatedIpWarmupAttributes(services),
  } satisfies OperationHandlers;
}
