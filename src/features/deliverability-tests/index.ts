export type { DeliverabilityTest, PlacementStatistics } from "./deliverability-test.ts";
export { DeliverabilityTests } from "./deliverability-tests.ts";
export { DeliverabilityTestStore } from "./store.ts";
