import type { Random } from "#platform/random.ts";
import { signedMessage } from "#protocols/smime/signed-message.ts";
import type { SmimeSigners } from "./collaborators.ts";
import type { Draft, Written } from "./draft.ts";
import type { WritingRoom } from "./writing-room.ts";

/** Signed, where the set says so and the sender has a certificate; as it is where not, as SES does. */
export async function withSmime(
  { set, sender, letter, now, room }: Draft,
  written: Written,
  parts: {
    readonly identityCertificates: SmimeSigners;
    readonly random: Random;
    readonly writingRoom: WritingRoom;
  },
): Promise<Written> {
  if (set?.signingScheme?.scheme !== "smime" || written.failure !== undefined) return written;
  const { owner, name } = sender.identity;
  const signer = await parts.identityCertificates.signerFor(owner, name, letter.from.address);
  if (signer === undefined) return written;
  await parts.writingRoom.signed(room, written.content);
  return { ...written, content: await signedMessage(written.content, signer, { random: parts.random, now }) };
}
