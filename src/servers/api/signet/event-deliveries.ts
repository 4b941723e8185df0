import type { Events, Publication } from "#features/events/index.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";

type Told = Pick<Events, "publicationsTo" | "tellAgain">;

/** What somebody was told of lately, and telling it again. `targetOf` throws `not-found`. */
export function eventDeliveryRoutes(
  path: PlainRoute["path"],
  events: Told,
  targetOf: (request: PlainRequest) => Promise<{ readonly id: string }>,
): PlainRoute[] {
  return [
    {
      method: "GET",
      path: `${path}/deliveries`,
      handle: async (request) => {
        const target = await targetOf(request);
        return { deliveries: (await events.publicationsTo(request.caller.owner, target.id)).map(toWire) };
      },
    },
    {
      method: "POST",
      path: `${path}/deliveries/:delivery/replay`,
      handle: async (request) => {
        const target = await targetOf(request);
        const { owner } = request.caller;
        return { id: await events.tellAgain(owner, target.id, request.params["delivery"] ?? "") };
      },
    },
  ];
}

function toWire({ id, messageId, eventId, state, attempts, lastAnswer, event }: Publication) {
  return {
    id,
    message_id: messageId,
    event_id: eventId,
    type: event?.type ?? null,
    at: event === undefined ? null : new Date(event.at).toISOString(),
    state: state.is,
    attempts,
    ...(state.is === "queued" ? { next_try_at: new Date(state.dueAt).toISOString() } : {}),
    ...(lastAnswer === undefined ? {} : { last_answer: lastAnswer }),
  };
}
