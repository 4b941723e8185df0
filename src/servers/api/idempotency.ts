import { createHash } from "node:crypto";
import type { Owner } from "#platform/owner.ts";
import { findHeader } from "#protocols/sigv4/request.ts";
import type { Caller } from "./auth/caller.ts";
import type { Incoming } from "./auth/incoming.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { WithResource } from "./dialects/resource.ts";
import type { Operation } from "./wire/index.ts";

/** Does what was asked once for a key, and gives the same answer to all who ask again. */
export interface OnceByKey {
  once<Answer>(
    owner: Owner,
    call: {
      readonly key: string;
      /** Whose the key is, of the owner's; undefined: it is for all of them. */
      readonly by: string | undefined;
      readonly requestHash: Uint8Array;
    },
    act: () => Promise<Answer>,
  ): Promise<Answer>;
}

interface KeptOutput {
  readonly members: unknown;
  readonly resource?: WithResource<unknown>["resource"];
}

/** By these nothing is done, and so nothing twice. What they find may be 10 MB large, and is kept where it was found. */
const readingCalls = /^(BatchGet|Get|List|TestRender)/;

/** Of a call that is to be done once. SES knows no such header: it is for callers of the plain dialect. */
export function repeatKey(
  { method, headers }: Incoming,
  dialect: Dialect,
  operation: Operation,
): string | undefined {
  if (dialect.name !== "plain" || method !== "POST" || readingCalls.test(operation.name)) return undefined;
  return findHeader(headers, "idempotency-key")?.value;
}

/** What is kept is what a dialect makes its body of: the members, and what the call was about. */
export async function onceFor(
  calls: OnceByKey,
  given: {
    readonly key: string;
    readonly incoming: Incoming;
    readonly body: Uint8Array;
    readonly caller: Caller;
  },
  act: () => Promise<unknown>,
): Promise<unknown> {
  const { key, incoming, body, caller } = given;
  const requestHash = createHash("sha256")
    .update(`${incoming.path}?${incoming.query}\n`)
    .update(body)
    .digest();
  const call = { key, by: limitedKey(caller), requestHash };
  const { members, resource } = await calls.once<KeptOutput>(caller.owner, call, async () => {
    const output = await act();
    return output instanceof WithResource
      ? { members: output.output as unknown, resource: output.resource }
      : { members: output };
  });
  return resource === undefined ? members : new WithResource(members, resource);
}

/** What others were answered is not for whoever may not do the same, and whoever guesses their keys must not be able to use these up. */
function limitedKey({ by }: Caller): string | undefined {
  return "scope" in by && by.scope.may !== "everything" ? by.id : undefined;
}
