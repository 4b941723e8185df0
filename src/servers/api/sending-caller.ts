import type { SendingCaller } from "#features/sending/index.ts";
import type { Caller } from "./auth/caller.ts";

export function sendingCaller({ owner, by, sourceIp, secure, userAgent }: Caller): SendingCaller {
  return {
    owner,
    keyId: by.kind === "local" ? undefined : by.id,
    sendsFrom: "scope" in by ? by.scope.from : undefined,
    sourceIp,
    secure,
    userAgent,
  };
}
