import type { SESv2Client } from "@aws-sdk/client-sesv2";
import { operatorOf } from "./operator.ts";
import type { InboxMessage, World } from "./world.ts";

export const borrower = "111111111111";

/** Another account, to which the local one lends its identities. */
export interface Borrower {
  readonly ses: SESv2Client;
  readonly inbox: (to: string) => Promise<InboxMessage>;
  readonly id: string;
  readonly secret: string;
}

export async function newBorrower(world: World): Promise<Borrower> {
  await using operator = await operatorOf(world);
  const { id, secret } = await operator.accessKeys.createAccessKey(borrower, "borrower");
  const { token } = await operator.accessKeys.createApiKey(borrower, "borrower");
  const read = async <Data>(path: string) => {
    const answer = await world.call("GET", path, undefined, { authorization: `Bearer ${token}` });
    return answer.data as Data;
  };
  const inbox = async (to: string) => {
    await world.settle();
    const { messages } = await read<{ messages: { id: string }[] }>(`/signet/v1/inbox?to=${to}`);
    return await read<InboxMessage>(`/signet/v1/inbox/${messages[0]?.id ?? ""}`);
  };
  return {
    ses: world.client({ credentials: { accessKeyId: id, secretAccessKey: secret } }),
    inbox,
    id,
    secret,
  };
}
