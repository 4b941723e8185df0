import type { Delivery, DeliveryState } from "#console/api/messages.ts";

const worstFirst: readonly DeliveryState[] = ["failed", "uncertain", "queued", "delivered"];

/** The state of the least happy of a message's deliveries, as the list says it. */
export function worstState(deliveries: readonly Delivery[]): DeliveryState | null {
  return worstFirst.find((state) => deliveries.some((delivery) => delivery.state === state)) ?? null;
}
