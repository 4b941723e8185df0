import type { Behaviour, LocalRecords, LocalZone } from "#features/local-zone/index.ts";
import { badMember, CallerError } from "#platform/errors.ts";
import type { PlainRequest, PlainRoute } from "#servers/api/plain-routes.ts";
import { Body } from "./read-body.ts";

const path = "/signet/v1/dns/records";

/** Throws `not-found` where there is none. */
export function localZoneOr(localZone: LocalZone | undefined): LocalZone {
  if (localZone !== undefined) return localZone;
  throw new CallerError(
    "not-found",
    "There is no local zone: it exists only while SIGNET_DNS is on loopback and no keys are required.",
  );
}

/** Records of the local zone: what makes the whole journey possible without a domain of one's own. */
export function dnsRecordRoutes(localZone: LocalZone | undefined): PlainRoute[] {
  const zone = () => localZoneOr(localZone);
  return [
    { method: "GET", path, handle: async () => toWire(await zone().list()) },
    { method: "PUT", path, handle: async ({ body }) => await put(zone(), new Body(body)) },
    { method: "DELETE", path, handle: async (request) => await remove(zone(), request) },
  ];
}

/** Either the values of a name and type, or how a name is answered for. */
async function put(zone: LocalZone, body: Body) {
  const name = body.string("name");
  if (body.has("behaviour")) {
    const behaviour = readBehaviour(body);
    await zone.behave(name, behaviour);
    return { name, behaviour: behaviour.kind };
  }
  const ttlSeconds = body.optionalNumber("ttl");
  const set = await zone.set({
    name,
    type: body.string("type"),
    values: body.has("values") ? body.strings("values") : [body.string("value")],
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  });
  return { name: set.name, type: set.type, values: set.values, ttl: set.ttlSeconds };
}

async function remove(zone: LocalZone, { query }: PlainRequest) {
  const name = query.get("name");
  if (name === null) throw badMember("name", "must be given in the query");
  return { removed: await zone.remove(name, query.get("type") ?? undefined) };
}

function readBehaviour(body: Body): Behaviour {
  const kind = body.string("behaviour");
  switch (kind) {
    case "answer":
    case "servfail":
    case "silent":
      return { kind };
    case "slow":
      return { kind, delayMs: body.optionalNumber("delay_ms") ?? 3_000 };
    default:
      throw badMember("behaviour", "must be one of answer, servfail, silent, slow");
  }
}

function toWire({ sets, behaviours }: LocalRecords) {
  return {
    records: sets.map(({ name, type, values, ttlSeconds }) => ({ name, type, values, ttl: ttlSeconds })),
    behaviours: behaviours.map(({ name, behaviour }) => ({
      name,
      behaviour: behaviour.kind,
      ...(behaviour.kind === "slow" ? { delay_ms: behaviour.delayMs } : {}),
    })),
  };
}
