import type { DeliveryRules } from "./delivery.ts";
import { defaultLifetimeMs } from "./retry-schedule.ts";

/** How the service's own messages travel. */
export const serviceRules: DeliveryRules = {
  tls: "opportunistic",
  sendingPool: undefined,
  lifetimeMs: defaultLifetimeMs,
};
