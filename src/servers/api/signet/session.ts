import type { AccessKeys } from "#features/access-keys/index.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";

/** What whoever talks to this installation needs to know of it. */
export interface Installation {
  readonly auth: "open" | "required";
  readonly region: string;
  readonly zone: string;
  readonly delivery: "capture" | "smtp" | "mx";
  readonly hasLocalZone: boolean;
  readonly version: string;
}

/** Who is asking, and where; also for who is nobody yet. */
export function sessionRoutes(parts: {
  readonly installation: Installation;
  readonly accessKeys: Pick<AccessKeys, "regionsOf">;
}): PlainRoute[] {
  const { installation, accessKeys } = parts;
  return [
    {
      method: "GET",
      path: "/signet/v1/session",
      anyone: true,
      handle: async ({ caller }) =>
        caller === undefined
          ? strangerToWire(installation)
          : toWire(installation, caller, await accessKeys.regionsOf(caller.owner.account)),
    },
  ];
}

function toWire(installation: Installation, { owner }: Caller, regionsInUse: readonly string[]) {
  const { auth, zone, delivery, hasLocalZone, version } = installation;
  return {
    auth,
    user: null,
    account: owner.account,
    region: owner.region,
    regions: [...new Set([installation.region, owner.region, ...regionsInUse])].toSorted(),
    zone,
    delivery,
    local_zone: hasLocalZone,
    version,
  };
}

/** Nothing that a stranger has no use for. */
function strangerToWire({ auth, region }: Installation) {
  const hidden = { regions: null, zone: null, delivery: null, local_zone: null, version: null };
  return { auth, user: null, account: null, region, ...hidden };
}
