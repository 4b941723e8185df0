import { createHash } from "node:crypto";
import type { Owner } from "#platform/owner.ts";
import type { Caller } from "./auth/caller.ts";
import type { Incoming } from "./auth/incoming.ts";
import { WithResource } from "./dialects/resource.ts";

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
